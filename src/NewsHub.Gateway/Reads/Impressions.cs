using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// Tracks in memory which ranked articles readers saw, to identify the reads that a rank brought and to estimate how many a rank brings. Weighing
/// a read calls no grain; recording impressions reads each ranking at most once per second.
/// </summary>
/// <remarks>Each gateway learns from its own known readers, few of each network, starting from the known curve for such lists.</remarks>
internal sealed class Impressions(
    RankingCache rankings, RankingFormulas formulas, Sections sections, PublicArticles articles, ClickRates rates, IOptions<TrendingOptions> options, TimeProvider time)
{
    /// <summary>Lists of articles other than rankings.</summary>
    private static readonly string[] Lists = ["latest", "related", "recommended"];

    private readonly PositionCurve _curve = new();
    private readonly SeenArticles _seen = new(time);
    private readonly SeenArticles _listed = new(time);
    private readonly PositionTeachers _teachers = new();
    private readonly MeanWeights _means = new();

    /// <summary>Returns why the impressions are invalid; null if they are valid.</summary>
    public string? Validate(string? ranking, IReadOnlyList<string?>? articleIds)
    {
        if (!IsRanking(ranking) && !Lists.Contains(ranking)) return $"ranking: {formulas.Names}, or one of a section such as rising/world, or the list {string.Join(", ", Lists)}.";
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
        if (_seen.TryRotate()) StartPeriod();
        _seen.AddReporter(reader.Reader);
        var isTeacher = _teachers.Admit(reader);
        if (isTeacher) await RecordRates(articleIds, reader.Reader);
        if (Lists.Contains(ranking) || await rankings.Find(ranking) is not { } shown) return;
        foreach (var place in shown.Entries)
            if (articleIds.Contains(place.ArticleId) && _seen.Add(reader.Reader, place.ArticleId, place.Rank) && isTeacher)
                _curve.AddImpression(place.Rank);
    }

    /// <summary>
    /// Returns the reader with its weight for a read: reduced, once, if the reader saw the article in a ranking before. A reader who reports no impressions
    /// weighs as the article's other readers on average.
    /// </summary>
    public ReaderIdentity Weigh(string articleId, in ReaderIdentity reader)
    {
        if (!options.Value.CorrectPosition || reader.IsBot) return reader;
        if (_listed.TryTake(reader.Reader, articleId, out _)) rates.AddRead(articleId);
        if (!_seen.IsReporter(reader.Reader)) return reader with { Origin = reader.Origin.Weighing(_means.Of(articleId)) };
        var weight = 1.0;
        if (_seen.TryTake(reader.Reader, articleId, out var rank))
        {
            if (_teachers.IsAdmitted(reader.Reader)) _curve.AddRead(rank);
            weight = _curve.Weight(rank);
        }
        _means.Add(articleId, weight);
        return reader with { Origin = reader.Origin.Weighing(weight) };
    }

    // Ids that nobody published must not take the place of articles.
    private async ValueTask RecordRates(IReadOnlyList<string> articleIds, ulong reader)
    {
        foreach (var id in articleIds)
            if (await articles.Contains(id) && _listed.Add(reader, id, rank: 1))
                rates.AddImpression(id);
    }

    private void StartPeriod()
    {
        _listed.TryRotate();
        _curve.Decay();
        _teachers.Clear();
        _means.Rotate();
    }

    private bool IsRanking(string? name) => formulas.TryFind(name, out var key) && (key.Section is null || sections.Find(key.Section) is not null);
}
