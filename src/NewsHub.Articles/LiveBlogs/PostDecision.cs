using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>The decision of the rules on a command for a post.</summary>
internal abstract record PostDecision
{
    private PostDecision() { }

    /// <summary>The post becomes <paramref name="Next"/>. An entry of this kind goes to readers; null for no entry.</summary>
    public sealed record Change(Post Next, EntryKind? Kind) : PostDecision
    {
        /// <summary>The new place of a post that is moved, otherwise null.</summary>
        public long? MovedTo { get; init; }
    }

    /// <summary>The post does not change.</summary>
    public sealed record Refused(RejectionReason Reason, string Detail) : PostDecision;
}
