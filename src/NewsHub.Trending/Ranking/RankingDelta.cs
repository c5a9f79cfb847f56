using System.Text.Json.Serialization;

namespace NewsHub.Trending.Ranking;

/// <summary>
/// The changes from one snapshot of a ranking to a later one. Places that are not listed keep their score, which has only decayed.
/// </summary>
/// <param name="Name">As in the ranking.</param>
/// <param name="From">The version of the snapshot to which the delta applies.</param>
/// <param name="Version">The version of the resulting snapshot.</param>
/// <param name="Order">
/// The previous rank of the article at each new rank; 0 for a new article, whose complete place is in <paramref name="Places"/>. Null when
/// the articles and their order are unchanged.
/// </param>
/// <param name="Places">The changed places, by new rank.</param>
public sealed record RankingDelta(
    [property: JsonPropertyName("ranking")] string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Section,
    long From,
    long Version,
    DateTimeOffset At,
    IReadOnlyList<int>? Order,
    IReadOnlyList<PlaceChange> Places)
{
    /// <summary>Computes the delta between two snapshots of one ranking, regardless of its size.</summary>
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

/// <summary>The changed values of one place; unchanged values are null. All values are set for a new article.</summary>
/// <param name="Rank">The new rank.</param>
/// <param name="Language">Empty when the article no longer names a language.</param>
public sealed record PlaceChange(
    int Rank,
    string? ArticleId = null,
    string? Headline = null,
    string? Url = null,
    double? Score = null,
    long? Reads = null,
    long? Readers = null,
    IReadOnlyDictionary<string, long>? Reactions = null,
    string? Language = null)
{
    /// <summary>Returns null when nothing but the decayed score has changed.</summary>
    internal static PlaceChange? Between(Place? previous, Place next)
    {
        if (previous is null)
            return new(next.Rank, next.ArticleId, next.Headline, next.Url, next.Score, next.Reads, next.Readers, next.Reactions, next.Language);
        var change = new PlaceChange(
            next.Rank,
            Headline: next.Headline == previous.Headline ? null : next.Headline,
            Url: next.Url == previous.Url ? null : next.Url,
            Reads: next.Reads == previous.Reads ? null : next.Reads,
            Readers: next.Readers == previous.Readers ? null : next.Readers,
            Reactions: next.HasSameReactions(previous.Reactions) ? null : next.Reactions,
            Language: next.Language == previous.Language ? null : next.Language ?? "");
        return change == new PlaceChange(next.Rank) ? null : change with { Score = next.Score == previous.Score ? null : next.Score };
    }
}
