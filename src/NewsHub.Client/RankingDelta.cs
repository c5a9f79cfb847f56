using System.Text.Json.Serialization;

namespace NewsHub.Client;

/// <summary>The difference between two versions of a ranking.</summary>
/// <param name="From">The version that the delta applies to.</param>
/// <param name="Order">
/// The previous rank of each place, in the new order; 0 for a new place, which is complete in <paramref name="Places"/>. Null if the order is
/// unchanged.
/// </param>
/// <param name="Places">The changed fields, by new rank.</param>
internal sealed record RankingDelta(
    [property: JsonPropertyName("ranking")] string Name,
    string? Section,
    long From,
    long Version,
    DateTimeOffset At,
    IReadOnlyList<int>? Order,
    IReadOnlyList<PlaceChange> Places)
{
    public string Topic => Ranking.TopicOf(Name, Section);

    /// <summary>Applies the delta; returns null if it is for another version or refers to places that do not exist.</summary>
    public Ranking? ApplyTo(Ranking old)
    {
        if (old.Version != From) return null;
        var changes = Places.ToLookup(change => change.Rank);
        var places = new List<Place>();
        foreach (var oldRank in Order ?? Enumerable.Range(1, old.Places.Count))
        {
            var oldPlace = oldRank >= 1 && oldRank <= old.Places.Count ? old.Places[oldRank - 1] : null;
            if (PlaceChange.Apply(changes[places.Count + 1].LastOrDefault(), oldPlace, places.Count + 1) is not { } place) return null;
            places.Add(place);
        }

        return new Ranking(Name, Section, Version, At, places);
    }
}

/// <summary>The changed fields of one place; a null field is unchanged. An empty language means none.</summary>
internal sealed record PlaceChange(
    int Rank,
    string? ArticleId,
    string? Headline,
    string? Url,
    double? Score,
    long? Reads,
    long? Readers,
    IReadOnlyDictionary<string, long>? Reactions,
    string? Language = null)
{
    /// <summary>Returns null if a field of the resulting place is missing.</summary>
    public static Place? Apply(PlaceChange? change, Place? old, int rank)
    {
        if ((change?.ArticleId ?? old?.ArticleId) is not { } article || (change?.Headline ?? old?.Headline) is not { } headline
            || (change?.Url ?? old?.Url) is not { } url || (change?.Score ?? old?.Score) is not { } score
            || (change?.Reads ?? old?.Reads) is not { } reads || (change?.Readers ?? old?.Readers) is not { } readers
            || (change?.Reactions ?? old?.Reactions) is not { } reactions)
            return null;
        return new Place(rank, article, headline, url, score, reads, readers, reactions, (change?.Language ?? old?.Language) is { Length: > 0 } language ? language : null);
    }
}
