using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>The decision of the rules on a command.</summary>
internal abstract record Decision
{
    private Decision() { }

    /// <summary>The article becomes <paramref name="Next"/>. An entry of this kind goes to readers; null for no entry.</summary>
    public sealed record Change(Article Next, EntryKind? Kind) : Decision;

    /// <summary>The article is removed.</summary>
    public sealed record Deletion : Decision;

    /// <summary>The article does not change.</summary>
    public sealed record Refused(RejectionReason Reason, string Detail) : Decision;
}
