namespace NewsHub.Traffic.Hub;

/// <summary>The fields of a ranking that this tool uses.</summary>
internal sealed record WireRanking(string Ranking, string? Section, long Version, WirePlace[] Entries);

internal sealed record WirePlace(int Rank, string ArticleId, string Headline, double Score, long Reads, long Readers);

/// <summary>The changes from one version of a ranking to another.</summary>
/// <param name="Order">The previous rank of the article at each new rank, 0 for a new one; null when the order is the same.</param>
internal sealed record WireRankingDelta(string Ranking, string? Section, long From, long Version, int[]? Order, WirePlaceChange[] Places)
{
    /// <summary>Returns the new ranking; null when the delta is from another version.</summary>
    public WireRanking? ApplyTo(WireRanking ranking)
    {
        if (ranking.Version != From || ranking.Ranking != Ranking || ranking.Section != Section) return null;
        var changes = Places.ToDictionary(change => change.Rank);
        var order = Order ?? [.. ranking.Entries.Select(place => place.Rank)];
        return ranking with { Version = Version, Entries = [.. order.Select((old, index) => PlaceAt(index + 1, old == 0 ? null : ranking.Entries[old - 1], changes.GetValueOrDefault(index + 1)))] };
    }

    private static WirePlace PlaceAt(int rank, WirePlace? before, WirePlaceChange? change) => new(
        rank, change?.ArticleId ?? before?.ArticleId ?? "", change?.Headline ?? before?.Headline ?? "", change?.Score ?? before?.Score ?? 0,
        change?.Reads ?? before?.Reads ?? 0, change?.Readers ?? before?.Readers ?? 0);
}

internal sealed record WirePlaceChange(int Rank, string? ArticleId, string? Headline, double? Score, long? Reads, long? Readers);
