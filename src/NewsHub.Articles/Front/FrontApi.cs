using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Newsrooms;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Articles.Front;

/// <summary>Endpoints for what editors place on the front page. Changing it needs the scope <c>edit</c>, reading it any key.</summary>
internal static class FrontApi
{
    private static readonly BodyRules Body = new(4 * 1024) { Recheck = KeyRecheck.Check };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var front = routes.MapGroup("/api/front").WithTags("Front page").RequireAuthorization(Scope.Publish);
        front.MapGet("", Get).WithName("GetFront").Produces<FrontPins>().WithSummary("Returns what editors have placed on the front page.");
        front.MapPost("", Place).WithName("PlaceOnFront").RequireAuthorization(Scope.Edit).Accepts<FrontRequest>("application/json").Produces<FrontPins>()
            .WithSummary("Places public articles on the front page: {\"lead\":\"ferry\",\"pinned\":[\"harbour\"]}. Absent or null places none.");
    }

    private static async Task<IResult> Get(IGrainFactory grains) =>
        TypedResults.Json(await grains.GetGrain<IFrontGrain>(0).Get(), ArticleJson.Default.FrontPins);

    private static async Task<IResult> Place(HttpContext http, IGrainFactory grains, IWireStore store, PlacedOnFront placed, WallClock clock)
    {
        var (body, refusal) = await JsonBody.Read(http, Body);
        if (body is null) return refusal!;
        var errors = new Dictionary<string, string[]>();
        var request = ReadRequest(body.Json, errors);
        foreach (var (field, id) in request.Ids)
            if (!errors.ContainsKey(field) && await store.FindPublic(id, http.RequestAborted) is null)
                errors[field] = [$"{id} is not a public article."];
        if (errors.Count > 0) return Problem.Invalid(errors);
        var pins = new FrontPins
        {
            Lead = request.Lead, Pinned = [.. (request.Pinned ?? []).Where(id => id != request.Lead)], At = clock.Now, By = KeyClaims.ActorOf(http.User).Newsroom,
        };
        await grains.GetGrain<IFrontGrain>(0).Place(pins);
        placed.Changed();
        return TypedResults.Json(pins, ArticleJson.Default.FrontPins);
    }

    private static FrontRequest ReadRequest(JsonElement json, Dictionary<string, string[]> errors)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            errors[""] = ["The body must be a JSON object."];
            return new FrontRequest(null, null);
        }

        var fields = new FieldReader(json, errors);
        var lead = fields.Matching("lead", 64, WireArticle.IsId, "must be the id of an article");
        var pinned = fields.Texts("pinned", FrontPins.MaxPinned, WireArticle.IsId, "must be ids of articles");
        fields.RejectUnknownFields();
        return new FrontRequest(lead, pinned);
    }
}
