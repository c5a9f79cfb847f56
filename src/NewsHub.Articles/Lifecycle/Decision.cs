using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>What the rules say to an order.</summary>
internal abstract record Decision
{
    private Decision() { }

    /// <summary>The article becomes <paramref name="Next"/>, and readers are told by an entry of this kind (null: nothing).</summary>
    public sealed record Change(Article Next, EntryKind? Kind) : Decision;

    /// <summary>It stays as it is.</summary>
    public sealed record Refused(RejectionReason Why, string Reason) : Decision;
}
