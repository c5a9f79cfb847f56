using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles.Lifecycle;
using NewsHub.Articles.Newsrooms;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>Publishing endpoints for live blogs and their posts. Each parses the request, calls one grain and maps the outcome to HTTP.</summary>
internal static class PostApi
{
    /// <summary>Maximum request body in bytes: 20,000 characters of text at up to four bytes each, escaped in part, plus the other fields.</summary>
    private static readonly BodyRules Body = new(128 * 1024) { Recheck = KeyRecheck.Check };

    private static readonly BodyRules OptionalBody = Body with { MayBeEmpty = true };

    private static readonly int[] OfCommands = [StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status410Gone];

    private static readonly ResponseHeader Location = new("Location", "The new post.", "/api/articles/old-ferry/posts/first-boat", StatusCodes.Status201Created);

    private delegate Task<DeskResult> PostOperation(PostDesk desk, string article, string post, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key);

    private delegate Task<DeskResult> CoverageOperation(PostDesk desk, string article, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/articles/{id}").WithTags("Live blogs").RequireAuthorization(Scope.Publish);
        WithoutBody(MapCoverage(api, "start", "StartCoverage", "Starts a planned live blog, or continues a paused one.", Change(CoverageAction.Start)));
        WithoutBody(MapCoverage(api, "pause", "PauseCoverage", "Pauses a live blog: nothing is published, and scheduled posts wait.", Change(CoverageAction.Pause)));
        WithoutBody(MapCoverage(api, "end", "EndCoverage", "Ends a live blog.", Change(CoverageAction.End)));
        WithoutBody(MapCoverage(api, "reopen", "ReopenCoverage", "Makes an ended live blog live again.", Change(CoverageAction.Reopen)));
        MapCoverage(api, "pin", "PinPost", "Shows a post above all others: {\"post\":\"first-boat\"}; {\"post\":null} ends that.",
            (desk, article, body, version, actor, key) => desk.Pin(article, body, version, actor, key)).Accepts<PinRequest>(isOptional: true, "application/json");
        ArticleApi.Describe(api.MapPost("posts", Create), "CreatePost", "Creates a post of a live blog: a draft, or a public post when status is published.")
            .Accepts<PostDraft>("application/json").Produces<Receipt>(StatusCodes.Status201Created).Returns(Location).Refuses(OfCommands);
        ArticleApi.Describe(api.MapPut("posts/{post}", Put), "PutPost", "Replaces a post (If-Match), or creates one with a chosen id (If-None-Match: *).")
            .Accepts<PostDraft>("application/json").Produces<Receipt>().Produces<Receipt>(StatusCodes.Status201Created).Returns(Location)
            .Takes(RequestHeader.IfMatch, ArticleApi.MustBeNew).Refuses([.. OfCommands, StatusCodes.Status428PreconditionRequired]);
        ArticleApi.Describe(api.MapPatch("posts/{post}", Patch), "PatchPost", "Changes some fields of a post (If-Match); the others keep their values, and null empties one.")
            .Accepts<PostPatchRequest>("application/merge-patch+json", "application/json").Produces<Receipt>()
            .Takes(RequestHeader.IfMatch with { IsRequired = true }).Refuses([.. OfCommands, StatusCodes.Status428PreconditionRequired]);
        ArticleApi.Describe(api.MapDelete("posts/{post}", (string id, string post, HttpContext http, PostDesk desk) => Execute(id, post, http, desk, Remove)), "RemovePost",
            "Removes a post: its content is erased everywhere, and its id is not used again.")
            .Produces<Receipt>().Takes(RequestHeader.IfMatch)
            .Refuses([.. OfCommands, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType]);
        MapPost(api, "correct", "CorrectPost", "Corrects a post: {\"note\":\"…\"} for readers, plus the fields that change.",
            (desk, article, post, body, version, actor, key) => desk.Correct(article, post, body, version, actor, key)).Accepts<CorrectPostRequest>(isOptional: true, "application/json");
        MapPost(api, "strike", "StrikePost", "Strikes a post: it stays readable, crossed out, with the reason: {\"reason\":\"…\"}.",
            (desk, article, post, body, version, actor, key) => desk.Strike(article, post, body, version, actor, key)).Accepts<StrikePostRequest>(isOptional: true, "application/json");
        WithoutBody(MapPost(api, "unstrike", "UnstrikePost", "Shows a struck post as before.",
            (desk, article, post, body, version, actor, key) => desk.Unstrike(article, post, body, version, actor, key)));
        MapPost(api, "key", "MarkPost", "Marks a post as a key event: {\"key\":true}, or no longer: {\"key\":false}.",
            (desk, article, post, body, version, actor, key) => desk.Mark(article, post, body, version, actor, key)).Accepts<MarkPostRequest>(isOptional: true, "application/json");
        MapPost(api, "move", "MovePost", "Places a post directly after another in time: {\"after\":\"first-boat\"}; {\"after\":null} places it before all others.",
            (desk, article, post, body, version, actor, key) => desk.Move(article, post, body, version, actor, key)).Accepts<MovePostRequest>(isOptional: true, "application/json");
        WithoutBody(MapPost(api, "publish", "PublishPost", "Publishes a draft or a scheduled post now.",
            (desk, article, post, body, version, actor, key) => desk.Publish(article, post, body, version, actor, key)));
    }

    private static readonly PostOperation Remove = (desk, article, post, body, version, actor, key) => desk.Remove(article, post, body, version, actor, key);

    private static CoverageOperation Change(CoverageAction action) =>
        (desk, article, body, version, actor, key) => desk.Change(article, action, body, version, actor, key);

    private static RouteHandlerBuilder MapCoverage(IEndpointRouteBuilder api, string verb, string name, string summary, CoverageOperation execute) => ArticleApi.Describe(
        api.MapPost($"coverage/{verb}", async (string id, HttpContext http, PostDesk desk, IGrainFactory grains) => await ArticleApi.Read(http, OptionalBody, id, async command =>
            ArticleApi.ToHttpResult(http, await ArticleApi.Execute(id, grains, command.Expected, version => execute(desk, id, command.Body, version, command.Actor, command.Key))))),
        name, summary).Produces<Receipt>().Takes(RequestHeader.IfMatch).Refuses(OfCommands);

    private static RouteHandlerBuilder MapPost(IEndpointRouteBuilder api, string verb, string name, string summary, PostOperation execute) => ArticleApi.Describe(
        api.MapPost($"posts/{{post}}/{verb}", (string id, string post, HttpContext http, PostDesk desk) => Execute(id, post, http, desk, execute)), name, summary)
        .Produces<Receipt>().Takes(RequestHeader.IfMatch).Refuses(OfCommands);

    // A body is optional and has no fields.
    private static void WithoutBody(RouteHandlerBuilder route) => route.Refuses(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

    private static Task<IResult> Create(string id, HttpContext http, PostDesk desk) => ArticleApi.Read(http, Body, id, async command =>
    {
        var post = desk.NewId();
        return ToHttpResult(http, id, await desk.Create(id, post, command.Body, command.Actor, command.Key), isCreated: true);
    });

    private static Task<IResult> Put(string id, string post, HttpContext http, PostDesk desk)
    {
        var isNew = Preconditions.IsAny(http.Request.Headers.IfNoneMatch);
        if (isNew == http.Request.Headers.IfMatch.Count > 0) return Task.FromResult<IResult>(ArticleApi.EitherHeader(isNew));
        return isNew
            ? Read(id, post, http, Body, async command => ToHttpResult(http, id, await desk.Create(id, post, command.Body, command.Actor, command.Key), isCreated: true))
            : Execute(id, post, http, desk, (desk, article, post, body, version, actor, key) => desk.Replace(article, post, body, version, actor, key), Body);
    }

    private static Task<IResult> Patch(string id, string post, HttpContext http, PostDesk desk) => http.Request.Headers.IfMatch.Count == 0
        ? Task.FromResult<IResult>(Problem.Of(StatusCodes.Status428PreconditionRequired, "Send If-Match with the version to change (\"3\")."))
        : Execute(id, post, http, desk, (desk, article, post, body, version, actor, key) => desk.Patch(article, post, body, version, actor, key), Body);

    private static Task<IResult> Execute(string id, string post, HttpContext http, PostDesk desk, PostOperation execute, BodyRules? rules = null) =>
        Read(id, post, http, rules ?? OptionalBody, async command => ToHttpResult(http, id, command.Expected is null
            ? await execute(desk, id, post, command.Body, null, command.Actor, command.Key)
            : await command.Expected.Execute(async () => (await desk.Find(id, post))?.Version, version => execute(desk, id, post, command.Body, version, command.Actor, command.Key))));

    private static Task<IResult> Read(string id, string post, HttpContext http, BodyRules rules, Func<ArticleApi.Command, Task<IResult>> execute) => WireArticle.IsId(post)
        ? ArticleApi.Read(http, rules, id, execute)
        : Task.FromResult<IResult>(Problem.Invalid("post", "An id has 1 to 64 letters, digits, hyphens and underscores and starts with a letter or digit."));

    // Receipts carry the id of the subject, which is the article's and the post's.
    private static IResult ToHttpResult(HttpContext http, string article, DeskResult result, bool isCreated = false) =>
        ArticleApi.ToHttpResult(http, result, isCreated, receipt => receipt with { Id = receipt.Id[(article.Length + 1)..] }, id => $"/api/articles/{article}/posts/{id}");
}
