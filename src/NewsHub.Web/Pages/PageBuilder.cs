using Microsoft.AspNetCore.Http;
using NewsHub.Articles;
using NewsHub.Articles.Language;
using NewsHub.Articles.Latest;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Web.Caching;
using NewsHub.Web.Front;
using NewsHub.Web.LiveBlogs;
using NewsHub.Web.Parts;
using NewsHub.Web.Related;
using NewsHub.Wire;

namespace NewsHub.Web.Pages;

/// <summary>Collects what a page shows.</summary>
internal sealed class PageBuilder(
    LatestArticles articles, IWireStore store, RankingCache rankings, AlsoRead alsoRead, ClickRates clickRates, RelatedArticles relatedArticles, FrontDesk front,
    BlogReader blogs, Words words, WallClock clock)
{
    /// <summary>Articles that are recommended by their rate, so that those on the page already can be left out.</summary>
    private const int MaxByRate = 3 * Recommendations.ListLength;

    public LatestArticlesSnapshot Latest => articles.Current;

    public async Task<IResult> Front(CancellationToken stopping)
    {
        var latest = articles.Current;
        var rising = Ranked(RankingFormula.Rising.Name, latest);
        var today = Ranked(RankingFormula.Today.Name, latest);
        // A live blog that is paused, continued or reopened is an entry on `live` only.
        string[] topics = [Topic.News, Topic.Breaking, Topic.Live, Topic.Ranking(RankingFormula.Rising.Name, null), Topic.Ranking(RankingFormula.Today.Name, null)];
        return Page.Of<FrontPage>(topics, new()
        {
            [nameof(FrontPage.Latest)] = latest,
            [nameof(FrontPage.Topics)] = topics,
            [nameof(FrontPage.LiveNow)] = await blogs.LiveNow(latest),
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

        string[] topics = [filter.Topic, Topic.Breaking, Topic.Ranking(RankingFormula.Rising.Name, filter.Section)];
        return Page.Of<ListPage>(topics, new()
        {
            [nameof(ListPage.Title)] = title,
            [nameof(ListPage.Description)] = words.Format("latest.of", title),
            [nameof(ListPage.Path)] = path,
            [nameof(ListPage.Filter)] = filter,
            [nameof(ListPage.Latest)] = latest,
            [nameof(ListPage.Topics)] = topics,
            [nameof(ListPage.Listing)] = listing,
            [nameof(ListPage.IsOlder)] = isOlder,
            [nameof(ListPage.Rising)] = await Ranked(new RankingKey(RankingFormula.Rising.Name, filter.Section).ToString(), latest),
        });
    }

    /// <summary>One public article.</summary>
    /// <param name="latest">The latest articles, taken before the article was read.</param>
    public async Task<IResult> Article(Article article, LatestArticlesSnapshot latest, CancellationToken stopping)
    {
        var counts = rankings.FindCounts(article.Id);
        var today = Ranked(RankingFormula.Today.Name, latest);
        var rising = await Ranked(RankingFormula.Rising.Name, latest);
        var recommendations = await Recommend(article, latest, rising, await today, stopping);
        string[] topics =
        [
            Topic.Article(article.Id), Topic.Breaking, Topic.Counts(article.Id), Topic.Ranking(RankingFormula.Rising.Name, null),
            .. recommendations.Topics,
        ];
        return Page.Of<ArticlePage>(topics, new()
        {
            [nameof(ArticlePage.Article)] = article,
            [nameof(ArticlePage.Latest)] = latest,
            [nameof(ArticlePage.Topics)] = topics,
            [nameof(ArticlePage.Counts)] = await counts,
            [nameof(ArticlePage.Rising)] = rising,
            [nameof(ArticlePage.Recommendations)] = recommendations,
        });
    }

    /// <summary>A page of a public live blog.</summary>
    /// <param name="post">The id of the post around which the page is; null for none.</param>
    /// <param name="latest">The latest articles, taken before the article was read.</param>
    public async Task<IResult> LiveBlog(Article article, BlogView view, string? post, LatestArticlesSnapshot latest, CancellationToken stopping)
    {
        if (await blogs.Read(article, view, post, latest.Cursor, stopping) is not { } page) return await blogs.IsRemoved(article.Id, post!) ? Notices.PostRemoved() : Notices.NotFound();
        var counts = rankings.FindCounts(article.Id);
        var (rising, today) = (Ranked(RankingFormula.Rising.Name, latest), Ranked(RankingFormula.Today.Name, latest));
        var recommendations = await Recommend(article, latest, await rising, await today, stopping);
        string[] topics = [Topic.Article(article.Id), Topic.Breaking, Topic.Counts(article.Id), .. recommendations.Topics];
        return Page.Of<LiveBlogPage>(topics, new()
        {
            [nameof(LiveBlogPage.Article)] = article,
            [nameof(LiveBlogPage.Page)] = page,
            [nameof(LiveBlogPage.Latest)] = latest,
            [nameof(LiveBlogPage.Cursor)] = page.Cursor.Sequence < latest.Cursor.Sequence ? page.Cursor : latest.Cursor,
            [nameof(LiveBlogPage.Counts)] = await counts,
            [nameof(LiveBlogPage.Recommendations)] = recommendations,
            [nameof(LiveBlogPage.Topics)] = topics,
        });
    }

    private async Task<Ranking?> Ranked(string name, LatestArticlesSnapshot latest) => CurrentRanking.Of(await rankings.Find(name), latest, clock.Now);

    private async Task<Recommendations> Recommend(Article article, LatestArticlesSnapshot latest, Ranking? rising, Ranking? today, CancellationToken stopping)
    {
        var related = await relatedArticles.Find(article, latest, stopping);
        var recommended = alsoRead.Of(article.Id).Concat(clickRates.Best(MaxByRate)).Concat((today?.Entries ?? []).Select(place => place.ArticleId));
        var ranked = LiveRanking.Shown(rising, article.Id).Select(place => place.ArticleId);
        return Recommendations.From(article.Headline, related, await relatedArticles.FindPublic(recommended, latest, stopping), [article.Id, .. ranked]);
    }
}
