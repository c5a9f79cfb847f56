using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using NewsHub.Articles.Latest;
using NewsHub.Articles.Lifecycle;
using NewsHub.Articles.Newsrooms;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>Read endpoints for published articles: one article, or a paged list.</summary>
internal static class ArchiveApi
{
    private const int MaxLimit = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/articles").WithTags("Articles");
        api.MapGet("", List).WithName("ListArticles").WithSummary("Lists public articles, most recently published first.").Produces<ArticlePage>();
        api.MapGet("{id}", Get).WithName("GetArticle")
            .WithSummary("Returns one article. A key of its newsroom also sees it while it is not public, and its earlier versions.")
            .WithMetadata(new OptionalKey()).Produces<Article>().Produces(StatusCodes.Status304NotModified)
            .Takes(RequestHeader.IfNoneMatch, RequestHeader.IfMatch).Returns(ResponseHeader.ETag).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status410Gone);
    }

    private static async Task<IResult> Get(
        string id, [Description("An earlier version, for keys of its newsroom."), Range(1, int.MaxValue)] int? version, HttpContext http, ArticleReader articles, IWireStore store)
    {
        http.Response.Headers.Vary = HeaderNames.Authorization; // a key shows more
        var article = WireArticle.IsId(id) ? await articles.Find(id) : null;
        if (article is null) return NotFound;
        var isInsider = KeyClaims.CanRead(http.User, article);
        if (article.Status is ArticleStatus.Killed) return Killed(article, isInsider);
        if (!(article.IsPublic || isInsider)) return article.Withdrawal?.Notice is { } notice ? Withheld(notice) : NotFound;
        if (version is { } number && number != article.Version) return isInsider ? await GetVersion(article, number, store) : NotFound;
        return Preconditions.Evaluate(http, ExpectedVersions.TagOf(article.Version))
            ?? TypedResults.Json(isInsider ? article : article.ForReaders(), ArticleJson.Default.Article);
    }

    private static async Task<IResult> GetVersion(Article article, int version, IWireStore store) =>
        await store.FindDocument(article.Id, version) is { } stored
            ? TypedResults.Json(JsonSerializer.Deserialize(stored.Document.Span, ArticleJson.Default.Article), ArticleJson.Default.Article)
            : version <= article.RedactedUpTo
                ? Problem.Of(StatusCodes.Status410Gone, $"Versions up to {article.RedactedUpTo} were redacted.")
                : NotFound;

    private static async Task<IResult> List(
        IWireStore store, Sections sections, CancellationToken stopping,
        [Description("Only articles of this section.")] string? section = null,
        [Description("Only articles with this tag."), RegularExpression(Topic.SlugPattern)] string? tag = null,
        [Description("The value of `next` from the previous page."), RegularExpression(Cursor.Pattern)] string? before = null,
        [Description("Maximum number of articles."), Range(1, MaxLimit)] int limit = 20)
    {
        var errors = new Dictionary<string, string[]>();
        if (section is not null && sections.Find(section) is null) errors["section"] = [$"There is no section {section}. The sections are: {sections.Slugs}."];
        if (tag is not null && !Topic.IsSlug(tag)) errors["tag"] = ["A tag consists of lower-case letters, digits and hyphens."];
        if (limit is < 1 or > MaxLimit) errors["limit"] = [$"limit must be from 1 to {MaxLimit}."];
        var start = new ListCursor(store.Epoch, ListPosition.Newest);
        if (before is not null && !ListCursor.TryParse(before, store.Epoch, out start)) errors["before"] = ["before must be the value of next from an earlier page."];
        if (errors.Count > 0) return Problem.Invalid(errors);
        // The most selective topic comes first, so that a rare tag does not scan every published article.
        var topics = new[] { tag is null ? null : Topic.Tag(tag), section is null ? null : Topic.Section(section) }.OfType<string>().ToArray();
        // The head comes first: a change between the two reads is in the list, and arrives again as an entry after the cursor.
        var (_, head) = await store.Bounds(stopping);
        var listed = await store.ListPublic(topics.Length > 0 ? topics : [Topic.News], start.Position, limit + 1, stopping);
        var page = new ArticlePage(
            listed.Take(limit).Select(item => item.Article).ToArray(),
            listed.Count > limit ? new ListCursor(store.Epoch, listed[limit - 1].Position).ToString() : null,
            new Cursor(store.Epoch, head));
        return TypedResults.Json(page, ArticleJson.Default.ArticlePage);
    }

    // Only insiders see who killed the article, when and why.
    private static IResult Killed(Article article, bool isInsider)
    {
        var withdrawal = article.Withdrawal ?? new Withdrawal(article.UpdatedAt, article.Newsroom, null, IsByEditor: true, article.KillReason ?? "");
        var problem = Problem.Of(StatusCodes.Status410Gone, "The article has been withdrawn.");
        return isInsider ? problem.With(nameof(withdrawal), JsonSerializer.SerializeToElement(withdrawal, ArticleJson.Default.Withdrawal)) : problem;
    }

    private static Problem Withheld(string notice) => Problem.Of(StatusCodes.Status404NotFound, "The article is withheld.")
        .With(nameof(notice), JsonSerializer.SerializeToElement(notice, WireJson.Default.String));

    private static Problem NotFound => Problem.Of(StatusCodes.Status404NotFound, "There is no such public article.");
}
