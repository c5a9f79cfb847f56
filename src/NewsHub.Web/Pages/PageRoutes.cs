using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles;
using NewsHub.Articles.Language;
using NewsHub.Articles.Latest;
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
        pages.MapReference();
        pages.MapGet("/{**path}", Notices.NotFound).WithOrder(int.MaxValue);
    }

    // Older pages of the plain list were once at this address.
    private static async Task<IResult> Front(string? before, PageBuilder pages, CancellationToken stopping) =>
        before is null ? await pages.Front(stopping) : TypedResults.LocalRedirect($"/latest?before={Uri.EscapeDataString(before)}", permanent: true, preserveMethod: true);

    private static Task<IResult> Latest(string? before, PageBuilder pages, Words words, CancellationToken stopping) =>
        pages.List(ArticleFilter.All, words["latest.title"], "/latest", before, stopping);

    private static async Task<IResult> Section(string slug, string? before, Sections sections, PageBuilder pages, CancellationToken stopping) =>
        sections.Find(slug) is { } section
            ? await pages.List(new ArticleFilter(Section: slug), section.Name, $"/sections/{slug}", before, stopping)
            : Notices.NotFound();

    private static async Task<IResult> Tag(string slug, string? before, PageBuilder pages, CancellationToken stopping) =>
        Topic.IsSlug(slug) ? await pages.List(new ArticleFilter(Tag: slug), slug, $"/tags/{slug}", before, stopping) : Notices.NotFound();

    private static async Task<IResult> Article(string id, string? slug, HttpRequest request, PageBuilder pages, ArticleReader articles, CancellationToken stopping)
    {
        if (!WireArticle.IsId(id)) return Notices.NotFound();
        var latest = pages.Latest; // taken before the article is read, so that later changes are after this cursor
        var article = await articles.Find(id);
        return article switch
        {
            { Status: ArticleStatus.Killed } => Notices.Killed(),
            { Withdrawal.Notice: { } notice } => Notices.Withheld(notice),
            not { IsPublic: true } => Notices.NotFound(),
            _ when article.UrlSlug != slug => TypedResults.LocalRedirect(article.Url + request.QueryString, permanent: true, preserveMethod: true),
            _ => await pages.Article(article, latest, stopping),
        };
    }
}
