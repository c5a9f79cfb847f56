namespace NewsHub.Wire;

/// <summary>
/// Positions of posts among each other. A post gets the place of the entry that publishes it, so that no two hubs can give places in another order
/// than that of the wire. Between two neighbours are 2^20 − 1 places for posts that are moved.
/// </summary>
public static class Places
{
    /// <summary>Places of one sequence number. Sequences below 2^33 (8.6 billion entries) give places below 2^53, which JSON numbers keep exactly.</summary>
    public const long PerSequence = 1L << 20;

    /// <summary>The place of a post that the entry with this sequence publishes.</summary>
    public static long Of(long sequence) => sequence * PerSequence;
}
