using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Articles.Newsrooms;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>Publishing endpoints for newsrooms. Each parses the request, calls one grain and maps the outcome to HTTP.</summary>
internal static class ArticleApi
{
    /// <summary>Maximum request body in bytes: 200,000 characters of article text at about two bytes each, plus the other fields.</summary>
    private static readonly BodyRules Body = new(512 * 1024) { Recheck = KeyRecheck.Check };

    private static readonly BodyRules OptionalBody = Body with { MayBeEmpty = true };

    /// <summary>Statuses of commands for an article that exists, or does not.</summary>
    private static readonly int[] OfCommands = [StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status410Gone];

    internal static readonly RequestHeader MustBeNew = new(
        "If-None-Match", "`*` creates an article, which must not exist. Send either this or If-Match.", "*", StatusCodes.Status412PreconditionFailed);

    private static readonly ResponseHeader Location = new("Location", "The new article.", "/api/articles/old-ferry", StatusCodes.Status201Created);

    private static readonly ResponseHeader Replayed = new(
        "Idempotency-Replayed", "`true` if the key was used before: this is the first receipt.", "true", StatusCodes.Status200OK, StatusCodes.Status201Created);

    private delegate Task<DeskResult> DeskOperation(NewsDesk desk, string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Publishing").RequireAuthorization(Scope.Publish);
        Describe(api.MapPost("articles", (HttpContext http, NewsDesk desk) => Create(http, desk.Create)), "CreateArticle",
            "Creates an article: a draft, or a public article when status is published.")
            .Accepts<Draft>("application/json").Produces<Receipt>(StatusCodes.Status201Created).Returns(Location);
        Describe(api.MapPost("breaking", (HttpContext http, NewsDesk desk) => Create(http, desk.Break)), "BreakNews",
            "Publishes an article immediately with an alert.")
            .Accepts<Draft>("application/json").Produces<Receipt>(StatusCodes.Status201Created).Returns(Location);
        Describe(api.MapPut("articles/{id}", Put), "PutArticle", "Replaces an article (If-Match), or creates one with a chosen id (If-None-Match: *).")
            .Accepts<Draft>("application/json").Produces<Receipt>().Produces<Receipt>(StatusCodes.Status201Created).Returns(Location)
            .Takes(RequestHeader.IfMatch, MustBeNew).Refuses([.. OfCommands, StatusCodes.Status428PreconditionRequired]);
        Describe(api.MapPatch("articles/{id}", Patch), "PatchArticle", "Changes some fields of an article (If-Match); the others keep their values, and null empties one.")
            .Accepts<PatchRequest>("application/merge-patch+json", "application/json").Produces<Receipt>()
            .Takes(RequestHeader.IfMatch with { IsRequired = true }).Refuses([.. OfCommands, StatusCodes.Status428PreconditionRequired]);
        Describe(api.MapDelete("articles/{id}", Delete), "DeleteArticle", "Deletes an article that was never public; its id can be used again.")
            .Produces<Receipt>().Takes(RequestHeader.IfMatch)
            .Refuses([.. OfCommands, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType]);
        MapCommand<PublishRequest>(api, "publish", "Publishes an article now, or later: {\"at\":\"2026-11-23T21:45:00Z\"}.",
            (desk, id, body, version, actor, key) => desk.Publish(id, body, version, actor, key));
        MapCommand<CorrectRequest>(api, "correct", "Corrects a public article: {\"note\":\"…\"} for readers, plus the fields that change.",
            (desk, id, body, version, actor, key) => desk.Correct(id, body, version, actor, key));
        MapCommand<AlertRequest>(api, "alert", "Raises an alert: {\"alert\":\"flash\",\"alertMinutes\":30}; {\"alert\":null} clears it.",
            (desk, id, body, version, actor, key) => desk.Alert(id, body, version, actor, key));
        MapCommand<WithholdRequest>(api, "withhold", "Withholds an article until it is published again: {\"reason\":\"…\"}; an optional \"notice\" is shown to readers.",
            (desk, id, body, version, actor, key) => desk.Withhold(id, body, version, actor, key))
            .RequireAuthorization(Scope.Edit);
        MapCommand<RedactRequest>(api, "redact", "Erases earlier versions of an article: {\"reason\":\"…\",\"upToVersion\":3}; an optional \"note\" is shown to readers.",
            (desk, id, body, version, actor, key) => desk.Redact(id, body, version, actor, key))
            .RequireAuthorization(Scope.Edit);
        MapCommand<KillRequest>(api, "kill", "Withdraws an article permanently and erases it: {\"reason\":\"…\"}.",
            (desk, id, body, version, actor, key) => desk.Kill(id, body, version, actor, key))
            .RequireAuthorization(Scope.Edit);
    }

    /// <typeparam name="TBody">Describes the body.</typeparam>
    private static RouteHandlerBuilder MapCommand<TBody>(IEndpointRouteBuilder api, string verb, string summary, DeskOperation execute) where TBody : notnull =>
        Describe(
            api.MapPost($"articles/{{id}}/{verb}", (string id, HttpContext http, NewsDesk desk, IGrainFactory grains) => Execute(id, http, desk, grains, execute)),
            $"{char.ToUpperInvariant(verb[0])}{verb[1..]}Article", summary)
            .Accepts<TBody>(isOptional: true, "application/json").Produces<Receipt>().Takes(RequestHeader.IfMatch).Refuses(OfCommands);

    internal static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string name, string summary) =>
        route.WithName(name).WithSummary(summary).Takes(IdempotencyKeys.Header).Returns(ResponseHeader.ETag, Replayed);

    private static async Task<IResult> Create(HttpContext http, Func<JsonElement, Actor, IdempotencyKey?, Task<DeskResult>> create)
    {
        var (body, refusal) = await JsonBody.Read(http, Body);
        if (body is null) return refusal!;
        if (!TryReadKey(http, body, out var key)) return InvalidKey;
        return ToHttpResult(http, await create(body.Json, KeyClaims.ActorOf(http.User), key), isCreated: true);
    }

    private static async Task<IResult> Put(string id, HttpContext http, NewsDesk desk, IGrainFactory grains)
    {
        if (!WireArticle.IsId(id)) return InvalidId;
        if (!ExpectedVersions.TryRead(http.Request, out var expected)) return Preconditions.MalformedIfMatch;
        var isNew = Preconditions.IsAny(http.Request.Headers.IfNoneMatch);
        var isReplaced = http.Request.Headers.IfMatch.Count > 0;
        if (isNew == isReplaced) return EitherHeader(isNew);
        var (body, refusal) = await JsonBody.Read(http, Body);
        if (body is null) return refusal!;
        if (!TryReadKey(http, body, out var key)) return InvalidKey;
        var actor = KeyClaims.ActorOf(http.User);
        return isNew
            ? ToHttpResult(http, await desk.Create(id, body.Json, actor, key), isCreated: true)
            : ToHttpResult(http, await Execute(id, grains, expected, version => desk.Replace(id, body.Json, version, actor, key)));
    }

    /// <summary>The refusal of a PUT with both headers, or without either.</summary>
    internal static Problem EitherHeader(bool isNew) => Problem.Of(
        isNew ? StatusCodes.Status400BadRequest : StatusCodes.Status428PreconditionRequired,
        "Send either If-Match with the version to replace (\"3\"), or If-None-Match: * to create it under this id.");

    private static Task<IResult> Delete(string id, HttpContext http, NewsDesk desk, IGrainFactory grains) =>
        Execute(id, http, desk, grains, (desk, id, body, version, actor, key) => desk.Delete(id, body, version, actor, key));

    private static Task<IResult> Patch(string id, HttpContext http, NewsDesk desk, IGrainFactory grains) => http.Request.Headers.IfMatch.Count == 0
        ? Task.FromResult<IResult>(Problem.Of(StatusCodes.Status428PreconditionRequired, "Send If-Match with the version to change (\"3\")."))
        : Execute(id, http, desk, grains, (desk, id, body, version, actor, key) => desk.Patch(id, body, version, actor, key), Body);

    private static Task<IResult> Execute(string id, HttpContext http, NewsDesk desk, IGrainFactory grains, DeskOperation execute, BodyRules? rules = null) =>
        Read(http, rules ?? OptionalBody, id, async command => ToHttpResult(
            http, await Execute(id, grains, command.Expected, version => execute(desk, id, command.Body, version, command.Actor, command.Key))));

    /// <summary>The parts of a command that every route reads: body, expected version, actor and idempotency key.</summary>
    internal sealed record Command(JsonElement Body, ExpectedVersions? Expected, Actor Actor, IdempotencyKey? Key);

    /// <summary>Reads a command for the article with this id, and executes it.</summary>
    internal static async Task<IResult> Read(HttpContext http, BodyRules rules, string id, Func<Command, Task<IResult>> execute)
    {
        if (!WireArticle.IsId(id)) return InvalidId;
        if (!ExpectedVersions.TryRead(http.Request, out var expected)) return Preconditions.MalformedIfMatch;
        var (body, refusal) = await JsonBody.Read(http, rules);
        if (body is null) return refusal!;
        return TryReadKey(http, body, out var key) ? await execute(new Command(body.Json, expected, KeyClaims.ActorOf(http.User), key)) : InvalidKey;
    }

    internal static Task<DeskResult> Execute(string id, IGrainFactory grains, ExpectedVersions? expected, Func<int?, Task<DeskResult>> execute) => expected is null
        ? execute(null)
        : expected.Execute(async () => (await grains.GetGrain<IArticleGrain>(id).Get())?.Version, version => execute(version));

    /// <param name="toPublic">Maps the stored receipt; null sends it as it is.</param>
    /// <param name="location">The address of what was created, from the id of the receipt; null for an article's.</param>
    internal static IResult ToHttpResult(
        HttpContext http, DeskResult result, bool isCreated = false, Func<Receipt, Receipt>? toPublic = null, Func<string, string>? location = null)
    {
        switch (result)
        {
            case DeskResult.Invalid invalid:
                return Problem.Invalid(invalid.Errors);
            case DeskResult.Decided { Outcome: CommandOutcome.Refused refused }:
                return Problem.Of(StatusOf(refused.Reason), refused.Detail);
            case DeskResult.Decided { Outcome: CommandOutcome.Done done }:
                return ReceiptResult(http, toPublic?.Invoke(done.Receipt) ?? done.Receipt, isCreated, location);
            case DeskResult.Decided { Outcome: CommandOutcome.Repeated repeated }:
                http.Response.Headers["Idempotency-Replayed"] = "true";
                return ReceiptResult(http, toPublic?.Invoke(repeated.Receipt) ?? repeated.Receipt, isCreated, location);
            default:
                throw new InvalidOperationException($"Unexpected result {result}.");
        }
    }

    private static IResult ReceiptResult(HttpContext http, Receipt receipt, bool isCreated, Func<string, string>? location)
    {
        http.Response.Headers.ETag = ExpectedVersions.TagOf(receipt.Version).ToString();
        if (isCreated) http.Response.Headers.Location = location?.Invoke(receipt.Id) ?? $"/api/articles/{receipt.Id}";
        return TypedResults.Json(receipt, WireJson.Default.Receipt, statusCode: isCreated ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static int StatusOf(RejectionReason why) => why switch
    {
        RejectionReason.NotFound => StatusCodes.Status404NotFound,
        RejectionReason.Gone => StatusCodes.Status410Gone,
        RejectionReason.Forbidden => StatusCodes.Status403Forbidden,
        RejectionReason.Exists or RejectionReason.Stale => StatusCodes.Status412PreconditionFailed,
        RejectionReason.InvalidState => StatusCodes.Status409Conflict,
        RejectionReason.Incomplete => StatusCodes.Status400BadRequest,
        RejectionReason.KeyReused => StatusCodes.Status422UnprocessableEntity,
        _ => throw new InvalidOperationException($"No HTTP status is defined for {why}."),
    };

    private static bool TryReadKey(HttpContext http, JsonBody body, out IdempotencyKey? key)
    {
        key = null;
        if (!http.Request.Headers.TryGetValue("Idempotency-Key", out var keys)) return true;
        if (keys is not [var text] || !IdempotencyKeys.IsValid(text)) return false;
        key = IdempotencyKeys.Of(KeyClaims.ActorOf(http.User), text!, $"{http.Request.Method} {http.Request.Path}", body.Bytes.Span);
        return true;
    }

    private static Problem InvalidId => Problem.Invalid("id", "An id has 1 to 64 letters, digits, hyphens and underscores and starts with a letter or digit.");

    private static Problem InvalidKey => Problem.Of(StatusCodes.Status400BadRequest, IdempotencyKeys.Malformed);
}
