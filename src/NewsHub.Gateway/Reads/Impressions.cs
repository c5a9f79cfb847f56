using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Trending;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// Tracks in memory which ranked articles readers saw, to identify the reads that a rank brought and to estimate how many a rank brings. Weighing
/// a read calls no grain; recording impressions reads each ranking at most once per second.
/// </summary>
/// <remarks>Each gateway learns from its own readers, starting from the known curve for such lists.</remarks>
internal sealed class Impressions(
    RankingCache rankings, RankingFormulas formulas, Sections sections, IOptions<TrendingOptions> options, TimeProvider time)
{
    private readonly PositionCurve _curve = new();
    private readonly SeenArticles _seen = new(time);

    /// <summary>Returns why the impressions are invalid; null if they are valid.</summary>
    public string? Validate(string? ranking, IReadOnlyList<string?>? articleIds)
    {
        if (!IsRanking(ranking)) return $"ranking: {formulas.Names}, or one of a section such as rising/world.";
        if (articleIds is null or { Count: 0 or > RankingBoard.Capacity }) return $"articles: 1 to {RankingBoard.Capacity} ids of articles that were in view.";
        return articleIds.All(id => id is not null && WireArticle.IsId(id)) ? null : "articles: an id has 1 to 64 letters, digits, hyphens and underscores.";
    }

    /// <summary>
    /// Records the articles of a ranking that a reader had in view. Articles not in the ranking now are ignored. The arguments must have passed
    /// <see cref="Validate"/>.
    /// </summary>
    public async ValueTask Record(string ranking, IReadOnlyList<string> articleIds, ReaderIdentity reader)
    {
        if (!options.Value.CorrectPosition || reader.IsBot) return;
        if (_seen.TryRotate()) _curve.Decay();
        if (await rankings.Find(ranking) is not { } shown) return;
        foreach (var place in shown.Entries)
            if (articleIds.Contains(place.ArticleId) && _seen.Add(reader.Reader, place.ArticleId, place.Rank))
                _curve.AddImpression(place.Rank);
    }

    /// <summary>Returns the reader with its weight for a read: reduced, once, if the reader saw the article in a ranking before.</summary>
    public ReaderIdentity Weigh(string articleId, in ReaderIdentity reader)
    {
        if (!_seen.TryTake(reader.Reader, articleId, out var rank)) return reader;
        _curve.AddRead(rank);
        return reader with { Origin = reader.Origin.Weighing(_curve.Weight(rank)) };
    }

    private bool IsRanking(string? name) => formulas.TryFind(name, out var key) && (key.Section is null || sections.Find(key.Section) is not null);
}
