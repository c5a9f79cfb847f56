using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles.Drafts;
using NewsHub.Wire;

namespace NewsHub.Articles.Newsrooms;

/// <summary>Keys for newsrooms, handed out and taken back by an admin.</summary>
internal static class KeyApi
{
    private const int MaxBody = 4 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/keys").RequireAuthorization(Scope.Admin).WithTags("Keys");
        keys.MapPost("", Create).Accepts<KeyRequest>("application/json").Produces<NewKey>(StatusCodes.Status201Created)
            .WithSummary("Makes a key for a newsroom; its text is shown only now.");
        keys.MapGet("", List).Produces<IReadOnlyList<KeyHolder>>().WithSummary("All keys, without their texts.");
        keys.MapDelete("{id}", Revoke).Produces(StatusCodes.Status204NoContent)
            .WithSummary("Revokes a key, at every hub within a second; live connections that came with it are closed.");
    }

    private static async Task<IResult> Create(HttpContext http, IGrainFactory grains, WallClock clock)
    {
        var (body, refusal) = await CommandBody.Read(http, MaxBody);
        if (body is null) return refusal!;
        var errors = new Dictionary<string, string[]>();
        var request = ReadRequest(body.Json, errors);
        if (errors.Count > 0) return TypedResults.ValidationProblem(errors);
        var key = new NewKey(ArticleId.New(clock.Now), request.Newsroom, request.Scope, Key.New());
        var holder = new KeyHolder(key.Id, key.Newsroom, key.Scope, clock.Now);
        return await grains.GetGrain<IKeyringGrain>(0).Add(Key.Hash(key.Key), holder)
            ? TypedResults.Json(key, ArticleJson.Default.NewKey, statusCode: StatusCodes.Status201Created)
            : TypedResults.Problem("The hub has as many keys as it can hold; revoke one.", statusCode: StatusCodes.Status409Conflict);
    }

    private static KeyRequest ReadRequest(JsonElement json, Dictionary<string, string[]> errors)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            errors[""] = ["The body must be a JSON object."];
            return new KeyRequest("", "");
        }

        var fields = new FieldReader(json, errors);
        var newsroom = fields.Matching("newsroom", Topic.MaxSlugLength, Topic.IsSlug, "must be lower-case letters, digits and hyphens");
        var scope = fields.Matching("scope", 20, text => Scope.All.Contains(text), $"must be one of {string.Join(", ", Scope.All)}");
        if (newsroom is null) fields.Refuse("newsroom", "is required");
        if (scope is null) fields.Refuse("scope", "is required");
        fields.RefuseOthers();
        return new KeyRequest(newsroom ?? "", scope ?? "");
    }

    private static async Task<IResult> List(IGrainFactory grains) =>
        TypedResults.Json(await grains.GetGrain<IKeyringGrain>(0).List(), ArticleJson.Default.IReadOnlyListKeyHolder);

    private static async Task<IResult> Revoke(string id, KnownKeys keys) =>
        await keys.Revoke(id)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no key with this id.", statusCode: StatusCodes.Status404NotFound);
}
