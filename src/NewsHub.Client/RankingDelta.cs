using System.Text.Json.Serialization;

namespace NewsHub.Client;

/// <summary>What changed from one version of a ranking to a later one.</summary>
/// <param name="From">The version it changes.</param>
/// <param name="Order">By new rank, the rank it had before; 0: new, and whole in <paramref name="Places"/>. Null: nobody moved.</param>
/// <param name="Places">By new rank, the fields that are others now.</param>
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

    /// <summary>The ranking as the change leaves it; null: the change is not one of this version, or speaks of places that are not there.</summary>
    public Ranking? Change(Ranking old)
    {
        if (old.Version != From) return null;
        var changes = Places.ToLookup(change => change.Rank);
        var places = new List<Place>();
        foreach (var before in Order ?? Enumerable.Range(1, old.Places.Count))
        {
            var was = before >= 1 && before <= old.Places.Count ? old.Places[before - 1] : null;
            if (PlaceChange.Apply(changes[places.Count + 1].LastOrDefault(), was, places.Count + 1) is not { } place) return null;
            places.Add(place);
        }

        return new Ranking(Name, Section, Version, At, places);
    }
}

/// <summary>What is another in one place; null fields are as before.</summary>
internal sealed record PlaceChange(
    int Rank,
    string? ArticleId,
    string? Headline,
    string? Url,
    double? Score,
    long? Reads,
    long? Readers,
    IReadOnlyDictionary<string, long>? Reactions)
{
    /// <summary>Null: the place would not be whole.</summary>
    public static Place? Apply(PlaceChange? change, Place? old, int rank)
    {
        if ((change?.ArticleId ?? old?.ArticleId) is not { } article || (change?.Headline ?? old?.Headline) is not { } headline
            || (change?.Url ?? old?.Url) is not { } url || (change?.Score ?? old?.Score) is not { } score
            || (change?.Reads ?? old?.Reads) is not { } reads || (change?.Readers ?? old?.Readers) is not { } readers
            || (change?.Reactions ?? old?.Reactions) is not { } reactions)
            return null;
        return new Place(rank, article, headline, url, score, reads, readers, reactions);
    }
}
