using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles.Drafts;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Articles.Newsrooms;

/// <summary>Endpoints for creating, listing and revoking keys. They require the scope <c>admin</c>.</summary>
internal static class KeyApi
{
    private static readonly BodyRules Body = new(4 * 1024) { Recheck = KeyRecheck.Check };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/keys").RequireAuthorization(Scope.Admin).WithTags("Keys");
        keys.MapPost("", Create).WithName("CreateKey").Accepts<KeyRequest>("application/json").Produces<NewKey>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Creates a key for a newsroom. The response is the only place that contains its text.");
        keys.MapGet("", List).WithName("ListKeys").Produces<IReadOnlyList<KeyHolder>>().WithSummary("Lists all keys without their texts.");
        keys.MapDelete("{id}", Revoke).WithName("RevokeKey").Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Revokes a key. Every hub rejects it within a second and closes the live connections that use it.");
    }

    private static async Task<IResult> Create(HttpContext http, IGrainFactory grains, WallClock clock, KeyLog log)
    {
        var (body, refusal) = await JsonBody.Read(http, Body);
        if (body is null) return refusal!;
        var errors = new Dictionary<string, string[]>();
        var request = ReadRequest(body.Json, errors);
        if (errors.Count > 0) return Problem.Invalid(errors);
        var key = new NewKey(ArticleId.New(clock.Now), request.Newsroom, request.Scope, Key.New());
        var holder = new KeyHolder(key.Id, key.Newsroom, key.Scope, clock.Now);
        if (!await grains.GetGrain<IKeyringGrain>(0).Add(Key.Hash(key.Key), holder))
            return Problem.Of(StatusCodes.Status409Conflict, "The hub has the maximum number of keys; revoke one first.");
        log.Created(holder, KeyClaims.IdOf(http.User));
        return TypedResults.Json(key, ArticleJson.Default.NewKey, statusCode: StatusCodes.Status201Created);
    }

    private static KeyRequest ReadRequest(JsonElement json, Dictionary<string, string[]> errors)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            errors[""] = ["The body must be a JSON object."];
            return new KeyRequest("", "");
        }

        var fields = new FieldReader(json, errors);
        var newsroom = fields.Matching("newsroom", Topic.MaxSlugLength, Topic.IsSlug, "must consist of lower-case letters, digits and hyphens");
        var scope = fields.Matching("scope", 20, text => Scope.All.Contains(text), $"must be one of {string.Join(", ", Scope.All)}");
        if (newsroom is null) fields.AddError("newsroom", "is required");
        if (scope is null) fields.AddError("scope", "is required");
        fields.RejectUnknownFields();
        return new KeyRequest(newsroom ?? "", scope ?? "");
    }

    private static async Task<IResult> List(IGrainFactory grains) =>
        TypedResults.Json(await grains.GetGrain<IKeyringGrain>(0).List(), ArticleJson.Default.IReadOnlyListKeyHolder);

    private static async Task<IResult> Revoke(string id, HttpContext http, KeyCache keys, KeyLog log)
    {
        switch (await keys.Revoke(id))
        {
            case RevokeOutcome.NotFound:
                return Problem.Of(StatusCodes.Status404NotFound, "There is no key with this id.");
            case RevokeOutcome.LastAdmin:
                return Problem.Of(StatusCodes.Status409Conflict, "This is the last key with the scope admin; create another one first.");
            default:
                log.Revoked(id, KeyClaims.IdOf(http.User));
                return TypedResults.NoContent();
        }
    }
}
