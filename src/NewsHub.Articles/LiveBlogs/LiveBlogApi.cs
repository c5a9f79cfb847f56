using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using NewsHub.Articles.Latest;
using NewsHub.Articles.Newsrooms;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>Read endpoints for the posts of live blogs.</summary>
internal static class LiveBlogApi
{
    private const int MaxLimit = 100;

    /// <summary>Positions are below 2^53.</summary>
    private const long MaxPosition = 1L << 53;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/articles/{id}/posts").WithTags("Live blogs");
        api.MapGet("", List).WithName("ListPosts").WithSummary("Lists the public posts of a live blog, in the blog's order.").Produces<PostPage>()
            .Produces(StatusCodes.Status304NotModified).Takes(RequestHeader.IfNoneMatch, RequestHeader.IfMatch).Returns(ResponseHeader.ETag)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status410Gone);
        api.MapGet("{post}", Get).WithName("GetPost").WithSummary("Returns one post. A key of its newsroom also sees it while it is not public.")
            .WithMetadata(new OptionalKey()).Produces<Post>().Produces(StatusCodes.Status304NotModified)
            .Takes(RequestHeader.IfNoneMatch, RequestHeader.IfMatch).Returns(ResponseHeader.ETag).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status410Gone);
    }

    private static async Task<IResult> List(
        string id, HttpContext http, ArticleReader articles, LiveBlogReader blogs, CancellationToken stopping,
        [Description("Only posts older than this position."), Range(0, MaxPosition)] long? before = null,
        [Description("Only posts newer than this position."), Range(0, MaxPosition)] long? after = null,
        [Description("The id of a post in the middle of the page."), RegularExpression(WireArticle.IdPattern)] string? around = null,
        [Description("True for key events only.")] bool key = false,
        [Description("Maximum number of posts."), Range(1, MaxLimit)] int limit = PostQuery.PageSize)
    {
        var errors = new Dictionary<string, string[]>();
        if (before is < 0 or > MaxPosition) errors["before"] = ["before must be a position."];
        if (after is < 0 or > MaxPosition) errors["after"] = ["after must be a position."];
        if (around is not null && !WireArticle.IsId(around)) errors["around"] = ["around must be the id of a post."];
        if (limit is < 1 or > MaxLimit) errors["limit"] = [$"limit must be from 1 to {MaxLimit}."];
        if (new object?[] { before, after, around }.Count(value => value is not null) > 1) errors["before"] = ["Send only one of before, after and around."];
        if (errors.Count > 0) return Problem.Invalid(errors);
        if (await FindPublic(articles, id) is not { } known) return await Missing(articles, id);
        var (blog, cursor) = await blogs.Get(known.Id);
        if (await FindPublic(articles, id) is not { } article) return await Missing(articles, id); // read again: not older than the posts
        if (await blogs.Read(article, blog, cursor, new PostQuery(before, after, around, key, limit), stopping) is not { } page) return Missing(await blogs.Find(id, around!));
        return Preconditions.Evaluate(http, TagOf(article, page)) ?? TypedResults.Json(page, ArticleJson.Default.PostPage);
    }

    private static async Task<IResult> Get(string id, string post, HttpContext http, ArticleReader articles, LiveBlogReader blogs)
    {
        http.Response.Headers.Vary = HeaderNames.Authorization; // a key shows more
        var article = WireArticle.IsId(id) && WireArticle.IsId(post) ? await articles.Find(id) : null;
        if (article is { Status: ArticleStatus.Killed }) return ArticleGone;
        if (article?.Coverage is null) return NotFound;
        var isInsider = KeyClaims.CanRead(http.User, article);
        if (!article.IsPublic && !isInsider) return NotFound;
        var found = await blogs.Find(id, post);
        if (found is null or { State: PostState.Removed } || !(found.IsPublic || isInsider)) return Missing(found);
        return Preconditions.Evaluate(http, ExpectedVersions.TagOf(found.Version)) ?? TypedResults.Json(found, ArticleJson.Default.Post);
    }

    private static async Task<Article?> FindPublic(ArticleReader articles, string id) =>
        WireArticle.IsId(id) && await articles.Find(id) is { IsPublic: true, Coverage: not null } article ? article : null;

    private static async Task<IResult> Missing(ArticleReader articles, string id) =>
        WireArticle.IsId(id) && await articles.Find(id) is { Status: ArticleStatus.Killed } ? ArticleGone : NotFound;

    private static Problem Missing(Post? post) =>
        post is { State: PostState.Removed, PublishedAt: not null } ? Problem.Of(StatusCodes.Status410Gone, "The post was removed.") : NotFound;

    // The cursor is left out: a page that is still valid continues from its own.
    private static EntityTagHeaderValue TagOf(Article article, PostPage page)
    {
        var text = new StringBuilder($"{article.Version} {page.Coverage.Posts} {page.Coverage.KeyPosts} {page.Pinned?.Version} {page.Next} {page.Previous}");
        foreach (var post in page.Posts) text.Append(' ').Append(post.Id).Append(' ').Append(post.Version);
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 12))}\"", isWeak: true);
    }

    private static Problem NotFound => Problem.Of(StatusCodes.Status404NotFound, "There is no such public post or live blog.");

    private static Problem ArticleGone => Problem.Of(StatusCodes.Status410Gone, "The article has been withdrawn.");
}
