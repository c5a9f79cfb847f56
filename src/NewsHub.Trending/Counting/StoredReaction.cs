namespace NewsHub.Trending.Counting;

/// <summary>A reaction as it is stored: hashes that are made for one article, see <see cref="ReactionHash"/>.</summary>
/// <param name="Former">The reader as a version before origins were stored identified it; 0: the same.</param>
/// <param name="Address">The address of the reader on this day; 0: unknown, and not limited.</param>
/// <param name="Network">The network of the address on this day; 0: unknown, and not limited.</param>
public sealed record StoredReaction(string ArticleId, string Kind, ulong Reader, ulong Former = 0, ulong Address = 0, ulong Network = 0);

/// <summary>How many reactions of one kind one article may have from one origin on one day.</summary>
public readonly record struct ReactionLimits(int PerAddress, int PerNetwork)
{
    public static readonly ReactionLimits None = new(int.MaxValue, int.MaxValue);
}

/// <summary>What the store did with a reaction.</summary>
public enum ReactionChange
{
    /// <summary>Nothing: the reader had given it, or had not given the one to remove.</summary>
    None,

    Added,

    Removed,

    /// <summary>Nothing: its origin has given as many as it may on this day.</summary>
    OverLimit,
}
