using Microsoft.Extensions.Options;
using NewsHub.Trending;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// What readers saw of the rankings, in memory: it tells which reads a rank has brought, and how many a rank brings. No grain is called for
/// an impression or a read.
/// </summary>
/// <remarks>Each gateway learns from its own readers, and begins with what is known of such lists.</remarks>
public sealed class Impressions(ShownRankings rankings, IOptions<TrendingOptions> options, TimeProvider time)
{
    private readonly PositionCurve _curve = new();
    private readonly SeenArticles _seen = new(time);

    /// <summary>Why this can't be taken; null: it can.</summary>
    public string? Refuse(string? ranking, IReadOnlyList<string?>? articleIds)
    {
        if (!rankings.IsRanking(ranking)) return $"ranking: {rankings.Names}, or one of a section such as rising/world.";
        if (articleIds is null or { Count: 0 or > RankingBoard.Capacity }) return $"articles: 1 to {RankingBoard.Capacity} ids of articles that were in view.";
        return articleIds.All(id => id is not null && WireArticle.IsId(id)) ? null : "articles: an id has 1 to 64 letters, digits, hyphens and underscores.";
    }

    /// <summary>
    /// Notes which articles of a ranking were in a reader's view; those that are not in it now are passed over. They must have passed
    /// <see cref="Refuse"/>.
    /// </summary>
    public async ValueTask See(string ranking, IReadOnlyList<string> articleIds, ReaderIdentity reader)
    {
        if (!options.Value.CorrectPosition || reader.IsBot) return;
        if (_seen.Turn()) _curve.Age();
        var ranks = await rankings.Ranks(ranking);
        foreach (var articleId in articleIds)
            if (ranks.TryGetValue(articleId, out var rank) && _seen.Add(reader.Reader, articleId, rank))
                _curve.Saw(rank);
    }

    /// <summary>The visitor as they weigh: less where the reader saw the article in a ranking before reading it.</summary>
    public ReaderIdentity Weigh(string articleId, in ReaderIdentity reader)
    {
        if (!_seen.TryTake(reader.Reader, articleId, out var rank)) return reader;
        _curve.Read(rank);
        return reader with { Origin = reader.Origin.Weighing(_curve.Weight(rank)) };
    }
}
