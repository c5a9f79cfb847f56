using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NewsHub.Articles;
using NewsHub.Articles.Language;
using NewsHub.Articles.Latest;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Web.Front;
using NewsHub.Web.Parts;
using NewsHub.Web.Related;
using NewsHub.Wire;

namespace NewsHub.Web.Pages;

/// <summary>Collects the data of a page and creates the result that renders its component.</summary>
internal sealed class PageBuilder(LatestArticles articles, IWireStore store, RankingCache rankings, AlsoRead alsoRead, RelatedArticles relatedArticles, FrontDesk front, Words words)
{
    public LatestArticlesSnapshot Latest => articles.Current;

    public async Task<IResult> Front(CancellationToken stopping)
    {
        var latest = articles.Current;
        var rising = rankings.Find(RankingFormula.Rising.Name);
        var today = rankings.Find(RankingFormula.Today.Name);
        return new RazorComponentResult<FrontPage>(new Dictionary<string, object?>
        {
            [nameof(FrontPage.Latest)] = latest,
            [nameof(FrontPage.Order)] = await front.Order(latest, stopping),
            [nameof(FrontPage.Rising)] = await rising,
            [nameof(FrontPage.Today)] = await today,
        });
    }

    /// <summary>A list of articles, or one of its older pages.</summary>
    public async Task<IResult> List(ArticleFilter filter, string title, string path, string? before, CancellationToken stopping)
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
        return new RazorComponentResult<ListPage>(new Dictionary<string, object?>
        {
            [nameof(ListPage.Title)] = title,
            [nameof(ListPage.Description)] = words.Format("latest.of", title),
            [nameof(ListPage.Path)] = path,
            [nameof(ListPage.Filter)] = filter,
            [nameof(ListPage.Latest)] = latest,
            [nameof(ListPage.Listing)] = listing,
            [nameof(ListPage.IsOlder)] = isOlder,
            [nameof(ListPage.Rising)] = await rising,
        });
    }

    /// <summary>One public article.</summary>
    /// <param name="latest">The latest articles, taken before the article was read.</param>
    public async Task<IResult> Article(Article article, LatestArticlesSnapshot latest, CancellationToken stopping)
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
            [nameof(ArticlePage.Recommendations)] = await Recommend(article, latest, rising, await today, stopping),
        });
    }

    private async Task<Recommendations> Recommend(Article article, LatestArticlesSnapshot latest, Ranking? rising, Ranking? today, CancellationToken stopping)
    {
        var related = await relatedArticles.Find(article, latest, stopping);
        var recommended = alsoRead.Of(article.Id).Concat((today?.Entries ?? []).Select(place => place.ArticleId));
        var ranked = LiveRanking.Shown(rising, article.Id).Select(place => place.ArticleId);
        return Recommendations.From(article.Headline, related, await relatedArticles.FindPublic(recommended, latest, stopping), [article.Id, .. ranked]);
    }
}
