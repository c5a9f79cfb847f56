using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NewsHub.Articles;
using NewsHub.Articles.Latest;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Web.Parts;
using NewsHub.Web.Related;
using NewsHub.Wire;

namespace NewsHub.Web.Pages;

/// <summary>Collects the data of a page and creates the result that renders its component.</summary>
internal sealed class PageBuilder(LatestArticles articles, IWireStore store, RankingCache rankings, AlsoRead alsoRead)
{
    /// <summary>One index per snapshot, built when the first article page based on it is requested.</summary>
    private readonly ConditionalWeakTable<LatestArticlesSnapshot, RelatedIndex> _relatedIndexes = [];

    public LatestArticlesSnapshot Latest => articles.Current;

    /// <summary>A list of articles, or one of its older pages.</summary>
    public async Task<IResult> List(ArticleFilter filter, string? title, string path, string? before, CancellationToken stopping)
    {
        var latest = articles.Current;
        var isOlder = before is not null;
        ListCursor start = default;
        if (isOlder && !ListCursor.TryParse(before, latest.Cursor.Epoch, out start)) return TypedResults.LocalRedirect(path);

        var listing = isOlder
            ? await Listing.Before(start, filter, store, stopping)
            : await Listing.Latest(latest, filter, store, stopping);
        if (listing.Articles.Count == 0 && (isOlder || filter.Tag is not null)) return Notices.NotFound();

        var rising = rankings.Find(new RankingKey(RankingFormula.Rising.Name, filter.Section).ToString());
        var today = filter == ArticleFilter.All ? await rankings.Find(RankingFormula.Today.Name) : null;
        return new RazorComponentResult<ListPage>(new Dictionary<string, object?>
        {
            [nameof(ListPage.Title)] = title,
            [nameof(ListPage.Description)] = title is null ? null : $"The latest news: {title}",
            [nameof(ListPage.Path)] = path,
            [nameof(ListPage.Filter)] = filter,
            [nameof(ListPage.Latest)] = latest,
            [nameof(ListPage.Listing)] = listing,
            [nameof(ListPage.IsOlder)] = isOlder,
            [nameof(ListPage.Rising)] = await rising,
            [nameof(ListPage.Today)] = today,
        });
    }

    /// <summary>One public article.</summary>
    /// <param name="latest">The latest articles, taken before the article was read.</param>
    public async Task<IResult> Article(Article article, LatestArticlesSnapshot latest)
    {
        var counts = rankings.FindCounts(article.Id);
        var today = rankings.Find(RankingFormula.Today.Name);
        var rising = await rankings.Find(RankingFormula.Rising.Name);
        return new RazorComponentResult<ArticlePage>(new Dictionary<string, object?>
        {
            [nameof(ArticlePage.Article)] = article,
            [nameof(ArticlePage.Latest)] = latest,
            [nameof(ArticlePage.Counts)] = await counts,
            [nameof(ArticlePage.Rising)] = rising,
            [nameof(ArticlePage.Recommendations)] = Recommend(article, latest, rising, await today),
        });
    }

    private Recommendations Recommend(Article article, LatestArticlesSnapshot latest, Ranking? rising, Ranking? today)
    {
        var index = _relatedIndexes.GetValue(latest, key => RelatedIndex.Of(key.Articles.Select(listed => listed.Article)));
        var related = index.Find(Terms.Of(article.Tags, article.Headline, article.Summary));
        var recommended = alsoRead.Of(article.Id).Concat((today?.Entries ?? []).Select(place => place.ArticleId));
        var ranked = LiveRanking.Shown(rising, article.Id).Select(place => place.ArticleId);
        return Recommendations.From(latest, related, recommended, [article.Id, .. ranked]);
    }
}
