using System.Text.Json.Serialization;

namespace NewsHub.Trending.Ranking;

/// <summary>
/// What makes a ranking's next snapshot of an earlier one. Scores of places that are not named stay as they were: they only decayed.
/// </summary>
/// <param name="Name">As in <see cref="Ranking.Name"/>.</param>
/// <param name="From">The version of the snapshot that it changes.</param>
/// <param name="Version">The version of the snapshot that it gives.</param>
/// <param name="Order">
/// For each new rank the old rank of its article; 0: it is new, and <paramref name="Places"/> holds the whole place. Null: the articles
/// and their order are the same.
/// </param>
/// <param name="Places">By new rank, what changed of a place.</param>
public sealed record RankingDelta(
    [property: JsonPropertyName("ranking")] string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Section,
    long From,
    long Version,
    DateTimeOffset At,
    IReadOnlyList<int>? Order,
    IReadOnlyList<PlaceChange> Places)
{
    /// <summary>The difference of two snapshots of one ranking, whatever its size.</summary>
    public static RankingDelta Between(Ranking previous, Ranking next)
    {
        var before = previous.Entries.ToDictionary(place => place.ArticleId);
        var order = next.Entries.Select(place => before.GetValueOrDefault(place.ArticleId)?.Rank ?? 0).ToArray();
        var isSameOrder = order.Length == previous.Entries.Count && order.Select((old, index) => old == index + 1).All(same => same);
        var changes = next.Entries.Select(place => PlaceChange.Between(before.GetValueOrDefault(place.ArticleId), place)).OfType<PlaceChange>();
        return new RankingDelta(
            next.Name, next.Section, previous.Version, next.Version, next.At, isSameOrder ? null : order, changes.ToArray());
    }
}

/// <summary>What changed of one place; null: nothing of that. Of a new article everything is there.</summary>
/// <param name="Rank">The new rank.</param>
public sealed record PlaceChange(
    int Rank,
    string? ArticleId = null,
    string? Headline = null,
    string? Url = null,
    double? Score = null,
    long? Reads = null,
    long? Readers = null,
    IReadOnlyDictionary<string, long>? Reactions = null)
{
    /// <summary>Null: readers see no change but that of the score's decay.</summary>
    internal static PlaceChange? Between(Place? previous, Place next)
    {
        if (previous is null)
            return new(next.Rank, next.ArticleId, next.Headline, next.Url, next.Score, next.Reads, next.Readers, next.Reactions);
        var change = new PlaceChange(
            next.Rank,
            Headline: next.Headline == previous.Headline ? null : next.Headline,
            Url: next.Url == previous.Url ? null : next.Url,
            Reads: next.Reads == previous.Reads ? null : next.Reads,
            Readers: next.Readers == previous.Readers ? null : next.Readers,
            Reactions: next.HasSameReactions(previous.Reactions) ? null : next.Reactions);
        return change == new PlaceChange(next.Rank) ? null : change with { Score = next.Score == previous.Score ? null : next.Score };
    }
}
