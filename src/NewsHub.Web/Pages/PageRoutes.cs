using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles;
using NewsHub.Web.Front;
using NewsHub.Web.Reference;
using NewsHub.Wire;

namespace NewsHub.Web.Pages;

/// <summary>The pages' addresses: what each needs is fetched here, and how it looks is its component's affair.</summary>
internal static class PageRoutes
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Addresses that programs use: there, what is unknown is said in JSON.</summary>
    private static readonly PathString[] ForPrograms = ["/api", "/live", "/health", "/openapi"];

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").AddEndpointFilter<PageFilter>().ExcludeFromDescription();
        pages.MapMethods("/", Read, Front);
        pages.MapMethods("/sections/{slug}", Read, Section);
        pages.MapMethods("/tags/{slug}", Read, Tag);
        pages.MapMethods("/articles/{id}/{slug?}", Read, Article);
        pages.MapReference();
        pages.MapMethods("/{**path}", Read, Unknown).WithOrder(int.MaxValue);
    }

    private static Task<IResult> Front(string? before, PageBuilder pages, CancellationToken stopping) =>
        pages.List(ArticleFilter.All, null, "/", before, stopping);

    private static async Task<IResult> Section(string slug, string? before, Sections sections, PageBuilder pages, CancellationToken stopping) =>
        sections.Find(slug) is { } section
            ? await pages.List(new ArticleFilter(Section: slug), section.Name, $"/sections/{slug}", before, stopping)
            : Notices.Missing();

    private static async Task<IResult> Tag(string slug, string? before, PageBuilder pages, CancellationToken stopping) =>
        Topic.IsSlug(slug) ? await pages.List(new ArticleFilter(Tag: slug), slug, $"/tags/{slug}", before, stopping) : Notices.Missing();

    private static async Task<IResult> Article(string id, string? slug, HttpRequest request, PageBuilder pages, IGrainFactory grains)
    {
        if (!WireArticle.IsId(id)) return Notices.Missing();
        var page = pages.FrontPage; // Before the article is read: what changes it from now on is after this page's cursor.
        var article = await grains.GetGrain<IArticleGrain>(id).Get();
        return article switch
        {
            { Status: ArticleStatus.Killed } => Notices.Killed(),
            { Withdrawal.Notice: { } notice } => Notices.Withheld(notice),
            not { IsPublic: true } => Notices.Missing(),
            _ when article.Slug != slug => TypedResults.LocalRedirect(article.Url + request.QueryString),
            _ => await pages.Article(article, page),
        };
    }

    private static IResult Unknown(HttpRequest request) =>
        ForPrograms.Any(prefix => request.Path.StartsWithSegments(prefix))
            ? TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"There is nothing to read at {request.Path}.")
            : Notices.Missing();
}
