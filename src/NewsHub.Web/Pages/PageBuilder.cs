using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NewsHub.Articles;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Web.Front;
using NewsHub.Web.Parts;
using NewsHub.Wire;

namespace NewsHub.Web.Pages;

/// <summary>Collects the data of a page and creates the result that renders its component.</summary>
internal sealed class PageBuilder(FrontPage front, IWireStore store, RankingCache rankings, AlsoRead alsoRead)
{
    /// <summary>One index per front page, built when the first article page based on it is requested.</summary>
    private readonly ConditionalWeakTable<FrontPageSnapshot, RelatedIndex> _relatedIndexes = [];

    public FrontPageSnapshot FrontPage => front.Current;

    /// <summary>A list of articles, or one of its older pages.</summary>
    public async Task<IResult> List(ArticleFilter filter, string? title, string path, string? before, CancellationToken stopping)
    {
        var page = front.Current;
        var isOlder = before is not null;
        Cursor start = default;
        // A cursor of another epoch is not valid in this database.
        if (isOlder && (!Cursor.TryParse(before, out start) || start.Epoch != page.Cursor.Epoch)) return TypedResults.LocalRedirect(path);

        var listing = isOlder
            ? await Listing.Before(start, filter, store, stopping)
            : await Listing.Latest(page, filter, store, stopping);
        if (listing.Articles.Count == 0 && (isOlder || filter.Tag is not null)) return Notices.NotFound();

        var rising = rankings.Ranking(RankingFormula.Rising.Name, filter.Section);
        var today = filter == ArticleFilter.All ? await rankings.Ranking(RankingFormula.Today.Name, null) : null;
        return new RazorComponentResult<ListPage>(new Dictionary<string, object?>
        {
            [nameof(ListPage.Title)] = title,
            [nameof(ListPage.Description)] = title is null ? null : $"The latest news: {title}",
            [nameof(ListPage.Path)] = path,
            [nameof(ListPage.Filter)] = filter,
            [nameof(ListPage.Page)] = page,
            [nameof(ListPage.Listing)] = listing,
            [nameof(ListPage.IsOlder)] = isOlder,
            [nameof(ListPage.Rising)] = await rising,
            [nameof(ListPage.Today)] = today,
        });
    }

    /// <summary>One public article.</summary>
    /// <param name="page">The front page taken before the article was read.</param>
    public async Task<IResult> Article(Article article, FrontPageSnapshot page)
    {
        var counts = rankings.Counts(article.Id);
        var today = rankings.Ranking(RankingFormula.Today.Name, null);
        var rising = await rankings.Ranking(RankingFormula.Rising.Name, null);
        return new RazorComponentResult<ArticlePage>(new Dictionary<string, object?>
        {
            [nameof(ArticlePage.Article)] = article,
            [nameof(ArticlePage.Page)] = page,
            [nameof(ArticlePage.Counts)] = await counts,
            [nameof(ArticlePage.Rising)] = rising,
            [nameof(ArticlePage.Recommendations)] = Recommend(article, page, rising, await today),
        });
    }

    private Recommendations Recommend(Article article, FrontPageSnapshot page, Ranking? rising, Ranking? today)
    {
        var index = _relatedIndexes.GetValue(page, key => RelatedIndex.Of(key.Articles.Select(listed => listed.Article)));
        var related = index.Find(Terms.Of(article.Tags, article.Headline, article.Summary));
        var recommended = alsoRead.Of(article.Id).Concat((today?.Entries ?? []).Select(place => place.ArticleId));
        var ranked = LiveRanking.Shown(rising, article.Id).Select(place => place.ArticleId);
        return Recommendations.From(page, related, recommended, [article.Id, .. ranked]);
    }
}
