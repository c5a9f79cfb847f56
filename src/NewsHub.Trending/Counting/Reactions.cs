namespace NewsHub.Trending.Counting;

/// <summary>Helpers for reaction counts by kind.</summary>
internal static class Reactions
{
    /// <summary>Returns the counts with <paramref name="more"/> added to one kind; a kind with no reactions is omitted.</summary>
    public static IReadOnlyDictionary<string, long> With(IReadOnlyDictionary<string, long> given, string kind, int more)
    {
        var counts = new Dictionary<string, long>(given);
        counts[kind] = counts.GetValueOrDefault(kind) + more;
        if (counts[kind] <= 0) counts.Remove(kind);
        return counts;
    }
}
