using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NewsHub.Articles;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Web.Front;
using NewsHub.Web.Parts;
using NewsHub.Wire;

namespace NewsHub.Web.Pages;

/// <summary>Lays pages out: gathers what a page shows and hands it to its component.</summary>
internal sealed class Layout(FrontPage front, IWireStore store, Trends trends, AlsoRead alsoRead)
{
    /// <summary>Found out once for each front page that somebody reads an article of.</summary>
    private readonly ConditionalWeakTable<FrontPageSnapshot, Subjects> _subjects = [];

    public FrontPageSnapshot FrontPage => front.Current;

    /// <summary>A list of articles, or one of its older pages.</summary>
    public async Task<IResult> List(Shelf shelf, string? title, string path, string? before, CancellationToken stopping)
    {
        var page = front.Current;
        var isOlder = before is not null;
        Cursor start = default;
        // A place in another life of the database means nothing here.
        if (isOlder && (!Cursor.TryParse(before, out start) || start.Epoch != page.Cursor.Epoch)) return TypedResults.LocalRedirect(path);

        var listing = isOlder
            ? await Listing.Before(start, shelf, store, stopping)
            : await Listing.Latest(page, shelf, store, stopping);
        if (listing.Articles.Count == 0 && (isOlder || shelf.Tag is not null)) return Notices.Missing();

        var rising = trends.Ranking("rising", shelf.Section);
        var today = shelf == Shelf.All ? await trends.Ranking("today", null) : null;
        return new RazorComponentResult<ListPage>(new Dictionary<string, object?>
        {
            [nameof(ListPage.Title)] = title,
            [nameof(ListPage.Description)] = title is null ? null : $"The latest news: {title}",
            [nameof(ListPage.Path)] = path,
            [nameof(ListPage.Shelf)] = shelf,
            [nameof(ListPage.Page)] = page,
            [nameof(ListPage.Listing)] = listing,
            [nameof(ListPage.IsOlder)] = isOlder,
            [nameof(ListPage.Rising)] = await rising,
            [nameof(ListPage.Today)] = today,
        });
    }

    /// <summary>One public article.</summary>
    /// <param name="page">The front page from before the article was read.</param>
    public async Task<IResult> Article(Article article, FrontPageSnapshot page)
    {
        var counts = trends.Counts(article.Id);
        var today = trends.Ranking(RankingKey.Today, null);
        var rising = await trends.Ranking(RankingKey.Rising, null);
        return new RazorComponentResult<ArticlePage>(new Dictionary<string, object?>
        {
            [nameof(ArticlePage.Article)] = article,
            [nameof(ArticlePage.Page)] = page,
            [nameof(ArticlePage.Counts)] = await counts,
            [nameof(ArticlePage.Rising)] = rising,
            [nameof(ArticlePage.Onward)] = GoingOn(article, page, rising, await today),
        });
    }

    private Onward GoingOn(Article article, FrontPageSnapshot page, Ranking? rising, Ranking? today)
    {
        var subjects = _subjects.GetValue(page, known => Subjects.Of(known.Articles.Select(listed => listed.Article)));
        var near = subjects.Near(Subject.Of(article.Tags, article.Headline, article.Summary));
        var read = alsoRead.Of(article.Id).Concat((today?.Entries ?? []).Select(place => place.ArticleId));
        var ranked = LiveRanking.Shown(rising, article.Id).Select(place => place.ArticleId);
        return Onward.From(page, near, read, [article.Id, .. ranked]);
    }
}
