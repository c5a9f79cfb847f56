using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles;
using NewsHub.Articles.Front;
using NewsHub.Articles.Language;
using NewsHub.Articles.Latest;
using NewsHub.Web.Caching;
using NewsHub.Web.LiveBlogs;
using NewsHub.Web.Reference;
using NewsHub.Wire;

namespace NewsHub.Web.Pages;

/// <summary>The routes of the pages.</summary>
internal static class PageRoutes
{
    public static void MapPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").AddEndpointFilter<PageFilter>().ExcludeFromDescription();
        pages.MapGet("/", Front);
        pages.MapGet("/latest", Latest);
        pages.MapGet("/sections/{slug}", Section);
        pages.MapGet("/tags/{slug}", Tag);
        pages.MapGet("/articles/{id}/{slug?}", Article);
        pages.MapGet("/articles/{id}/at/{version:int:min(1)}", ArticleAt);
        pages.MapGet("/articles/{id}/posts/{post}", Post);
        pages.MapReference();
        pages.MapGet("/{**path}", Notices.NotFound).WithOrder(int.MaxValue);
    }

    // Older pages of the plain list were once at this address.
    private static async Task<IResult> Front(string? before, HttpContext http, PageCache cache, PageBuilder pages, PlacedOnFront placed)
    {
        if (before is not null) return TypedResults.LocalRedirect($"/latest?before={Uri.EscapeDataString(before)}", permanent: true, preserveMethod: true);
        var pins = await placed.Get();
        return await cache.Get(http, $"/ {pins.Lead} {string.Join(' ', pins.Pinned)}", pages.Front);
    }

    private static Task<IResult> Latest(string? before, HttpContext http, PageCache cache, PageBuilder pages, Words words) =>
        List(ArticleFilter.All, words["latest.title"], "/latest", before, http, cache, pages);

    private static async Task<IResult> Section(string slug, string? before, HttpContext http, Sections sections, PageCache cache, PageBuilder pages) =>
        sections.Find(slug) is { } section
            ? await List(new ArticleFilter(Section: slug), section.Name, $"/sections/{slug}", before, http, cache, pages)
            : Notices.NotFound();

    private static async Task<IResult> Tag(string slug, string? before, HttpContext http, PageCache cache, PageBuilder pages) =>
        Topic.IsSlug(slug) ? await List(new ArticleFilter(Tag: slug), slug, $"/tags/{slug}", before, http, cache, pages) : Notices.NotFound();

    private static Task<IResult> List(ArticleFilter filter, string title, string path, string? before, HttpContext http, PageCache cache, PageBuilder pages) =>
        cache.Get(http, $"{path} {before}", stopping => pages.List(filter, title, path, before, stopping));

    private static async Task<IResult> Article(string id, string? slug, HttpContext http, PageCache cache, PageBuilder pages, ArticleReader articles)
    {
        if (!WireArticle.IsId(id)) return Notices.NotFound();
        var view = pages.Latest.Find(id) is { Coverage: null } ? BlogView.First : BlogView.Of(http.Request.Query); // only a live blog has pages
        return await cache.Get(http, view.Url($"/articles/{id}/{slug}"), stopping => Build(
            id, (article, latest) => article.UrlSlug == slug ? Show(article, view, latest, pages, stopping) : Task.FromResult<IResult>(new MovedPage(article.Url)), pages, articles));
    }

    // What a page that is open fetches when its article has changed: its own address may be in a cache between, or in the memory of a hub that is behind.
    private static async Task<IResult> ArticleAt(string id, int version, HttpContext http, PageCache cache, PageBuilder pages, ArticleReader articles) =>
        WireArticle.IsId(id)
            ? await cache.Get(http, $"/articles/{id}/at/{version}", stopping => Build(
                id, (article, latest) => article.Version >= version ? Show(article, BlogView.First, latest, pages, stopping) : Task.FromResult(Notices.Unavailable()), pages, articles))
            : Notices.NotFound();

    private static async Task<IResult> Post(string id, string post, HttpContext http, PageCache cache, PageBuilder pages, ArticleReader articles) =>
        WireArticle.IsId(id) && WireArticle.IsId(post)
            ? await cache.Get(http, $"/articles/{id}/posts/{post}", stopping => Build(id, (article, latest) => article.Coverage is null
                ? Task.FromResult(Notices.NotFound())
                : pages.LiveBlog(article, BlogView.First, post, latest, stopping), pages, articles))
            : Notices.NotFound();

    /// <param name="show">What to show of an article that is public, with the latest articles from before it was read.</param>
    private static async Task<IResult> Build(string id, Func<Article, LatestArticlesSnapshot, Task<IResult>> show, PageBuilder pages, ArticleReader articles)
    {
        var latest = pages.Latest; // taken before the article is read, so that later changes are after this cursor
        var article = await articles.Find(id);
        return article switch
        {
            { Status: ArticleStatus.Killed } => Notices.Killed(),
            { Withdrawal.Notice: { } notice } => Notices.Withheld(notice),
            not { IsPublic: true } => Notices.NotFound(),
            _ => await show(article, latest),
        };
    }

    private static Task<IResult> Show(Article article, BlogView view, LatestArticlesSnapshot latest, PageBuilder pages, CancellationToken stopping) =>
        article.Coverage is null ? pages.Article(article, latest, stopping) : pages.LiveBlog(article, view, null, latest, stopping);
}
