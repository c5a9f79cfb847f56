using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    private const int MaxBody = 512 * 1024;

    private delegate Task<DeskResult> DeskOperation(NewsDesk desk, string id, JsonElement body, int? ifVersion, Actor actor, IdempotencyKey? key);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Publishing").RequireAuthorization(Scope.Publish);
        Describe(api.MapPost("articles", (HttpContext http, NewsDesk desk) => Create(http, desk.Create)),
            "Creates an article: a draft, or a public article when status is published.").Produces<Receipt>(StatusCodes.Status201Created);
        Describe(api.MapPost("breaking", (HttpContext http, NewsDesk desk) => Create(http, desk.Break)),
            "Publishes an article immediately with an alert.").Produces<Receipt>(StatusCodes.Status201Created);
        Describe(api.MapPut("articles/{id}", Put), "Replaces an article (If-Match), or creates one with a chosen id (If-None-Match: *).")
            .Produces<Receipt>();
        MapCommand(api, "publish", "Publishes an article now.",
            (desk, id, body, version, actor, key) => desk.Publish(id, body, version, actor, key));
        MapCommand(api, "correct", "Corrects a public article: {\"note\":\"…\"} for readers, plus the fields that change.",
            (desk, id, body, version, actor, key) => desk.Correct(id, body, version, actor, key));
        MapCommand(api, "alert", "Raises an alert: {\"alert\":\"flash\",\"alertMinutes\":30}; {\"alert\":null} clears it.",
            (desk, id, body, version, actor, key) => desk.Alert(id, body, version, actor, key));
        MapCommand(api, "withhold", "Withholds an article until it is published again: {\"reason\":\"…\"}; an optional \"notice\" is shown to readers.",
            (desk, id, body, version, actor, key) => desk.Withhold(id, body, version, actor, key))
            .RequireAuthorization(Scope.Edit);
        MapCommand(api, "redact", "Erases earlier versions of an article: {\"reason\":\"…\",\"upToVersion\":3}; an optional \"note\" is shown to readers.",
            (desk, id, body, version, actor, key) => desk.Redact(id, body, version, actor, key))
            .RequireAuthorization(Scope.Edit);
        MapCommand(api, "kill", "Withdraws an article permanently and erases it: {\"reason\":\"…\"}.",
            (desk, id, body, version, actor, key) => desk.Kill(id, body, version, actor, key))
            .RequireAuthorization(Scope.Edit);
    }

    private static RouteHandlerBuilder MapCommand(IEndpointRouteBuilder api, string verb, string summary, DeskOperation execute) =>
        api.MapPost($"articles/{{id}}/{verb}", (string id, HttpContext http, NewsDesk desk) => Execute(id, http, desk, execute))
            .WithSummary(summary).Produces<Receipt>().ProducesProblem(StatusCodes.Status409Conflict);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) =>
        route.WithSummary(summary).Accepts<Draft>("application/json").ProducesValidationProblem();

    private static async Task<IResult> Create(HttpContext http, Func<JsonElement, Actor, IdempotencyKey?, Task<DeskResult>> create)
    {
        var (body, problem) = await CommandBody.Read(http, MaxBody);
        if (body is null) return problem!;
        if (!TryReadKey(http, body, out var key)) return InvalidKey;
        return ToHttpResult(http, await create(body.Json, KeyClaims.ActorOf(http.User), key), isCreated: true);
    }

    private static async Task<IResult> Put(string id, HttpContext http, NewsDesk desk)
    {
        if (!WireArticle.IsId(id)) return InvalidId;
        if (!TryReadVersion(http.Request.Headers.IfMatch, out var ifVersion)) return InvalidVersion;
        var isNew = http.Request.Headers.IfNoneMatch == "*";
        if (!isNew && http.Request.Headers.IfMatch.Count == 0)
            return Problem.Of(
                StatusCodes.Status428PreconditionRequired,
                "Send If-Match with the version to replace (\"3\"), or If-None-Match: * to create a new article.");
        var (body, problem) = await CommandBody.Read(http, MaxBody);
        if (body is null) return problem!;
        if (!TryReadKey(http, body, out var key)) return InvalidKey;
        return isNew
            ? ToHttpResult(http, await desk.Create(id, body.Json, KeyClaims.ActorOf(http.User), key), isCreated: true)
            : ToHttpResult(http, await desk.Replace(id, body.Json, ifVersion, KeyClaims.ActorOf(http.User), key));
    }

    private static async Task<IResult> Execute(string id, HttpContext http, NewsDesk desk, DeskOperation execute)
    {
        if (!WireArticle.IsId(id)) return InvalidId;
        if (!TryReadVersion(http.Request.Headers.IfMatch, out var ifVersion)) return InvalidVersion;
        var (body, problem) = await CommandBody.Read(http, MaxBody, mayBeEmpty: true);
        if (body is null) return problem!;
        if (!TryReadKey(http, body, out var key)) return InvalidKey;
        return ToHttpResult(http, await execute(desk, id, body.Json, ifVersion, KeyClaims.ActorOf(http.User), key));
    }

    private static IResult ToHttpResult(HttpContext http, DeskResult result, bool isCreated = false)
    {
        switch (result)
        {
            case DeskResult.Invalid invalid:
                return Problem.Invalid(invalid.Errors);
            case DeskResult.Decided { Outcome: CommandOutcome.Refused refused }:
                return Problem.Of(StatusOf(refused.Why), refused.Reason);
            case DeskResult.Decided { Outcome: CommandOutcome.Done done }:
                return ReceiptResult(http, done.Receipt, isCreated);
            case DeskResult.Decided { Outcome: CommandOutcome.Repeated repeated }:
                http.Response.Headers["Idempotency-Replayed"] = "true";
                return ReceiptResult(http, repeated.Receipt, isCreated);
            default:
                throw new InvalidOperationException($"Unexpected result {result}.");
        }
    }

    private static IResult ReceiptResult(HttpContext http, Receipt receipt, bool isCreated)
    {
        http.Response.Headers.ETag = Etag(receipt.Version);
        if (isCreated) http.Response.Headers.Location = $"/api/articles/{receipt.Id}";
        return TypedResults.Json(receipt, WireJson.Default.Receipt, statusCode: isCreated ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static int StatusOf(RejectionReason why) => why switch
    {
        RejectionReason.Unknown => StatusCodes.Status404NotFound,
        RejectionReason.Gone => StatusCodes.Status410Gone,
        RejectionReason.Forbidden => StatusCodes.Status403Forbidden,
        RejectionReason.Exists or RejectionReason.Stale => StatusCodes.Status412PreconditionFailed,
        RejectionReason.Unfit => StatusCodes.Status409Conflict,
        RejectionReason.Incomplete => StatusCodes.Status400BadRequest,
        RejectionReason.OtherCommand => StatusCodes.Status422UnprocessableEntity,
        _ => throw new InvalidOperationException($"No HTTP status is defined for {why}."),
    };

    // The fingerprint covers method, path and body: a key that is reused for a different command is detected.
    private static bool TryReadKey(HttpContext http, JsonBody body, out IdempotencyKey? key)
    {
        key = null;
        if (!http.Request.Headers.TryGetValue("Idempotency-Key", out var keys)) return true;
        if (keys is not [{ Length: >= 1 and <= 200 } keyText] || keyText.Any(c => c is < '!' or > '~')) return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n"));
        hash.AppendData(body.Bytes.Span);
        key = new IdempotencyKey($"{KeyClaims.ActorOf(http.User).Newsroom}:{keyText}", Convert.ToHexStringLower(hash.GetHashAndReset()));
        return true;
    }

    /// <summary>Parses an If-Match header: <c>"3"</c> gives 3; an absent header or <c>*</c> gives null, which matches any version.</summary>
    internal static bool TryReadVersion(string? header, out int? version)
    {
        version = null;
        if (header is null or "" or "*") return true;
        if (header is not ['"', .., '"'] || !int.TryParse(header.AsSpan(1, header.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        version = number;
        return true;
    }

    internal static string Etag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static Problem InvalidId => Problem.Invalid("id", "An id has 1 to 64 letters, digits, hyphens and underscores and starts with a letter or digit.");

    private static Problem InvalidVersion => Problem.Of(StatusCodes.Status400BadRequest, "If-Match must be one version such as \"3\", or *.");

    private static Problem InvalidKey => Problem.Of(StatusCodes.Status400BadRequest, "An Idempotency-Key has 1 to 200 visible ASCII characters without spaces.");
}
