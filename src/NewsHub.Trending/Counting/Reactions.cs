namespace NewsHub.Trending.Counting;

/// <summary>Reactions by kind.</summary>
internal static class Reactions
{
    /// <summary>With more or fewer of a kind; a kind that nobody gave is left out.</summary>
    public static IReadOnlyDictionary<string, long> With(IReadOnlyDictionary<string, long> given, string kind, int more)
    {
        var counts = new Dictionary<string, long>(given);
        counts[kind] = counts.GetValueOrDefault(kind) + more;
        if (counts[kind] <= 0) counts.Remove(kind);
        return counts;
    }
}
