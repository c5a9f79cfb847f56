using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Http;
using NewsHub.Trending.Counting;

namespace NewsHub.Gateway.Reads;

/// <summary>The endpoint to which clients report the articles of a ranking that were in view.</summary>
internal static class ImpressionApi
{
    /// <summary>Largest body in bytes: 100 ids of 64 characters, with their quotes and commas.</summary>
    private static readonly BodyRules Body = new(8 * 1024) { AnyContentType = true };

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/impressions", Record)
        .WithName("CountImpressions")
        .WithTags("Trending")
        .WithSummary("Records which articles of a ranking or a list a reader had in view")
        .WithDescription("Made for navigator.sendBeacon: accepts any content type. Scores are corrected for the reads that a position in a ranking brings, and what is recommended follows from how often an article in view is read.")
        .Accepts<ImpressionRequest>("application/json", "text/plain")
        .Produces(StatusCodes.Status202Accepted)
        .IdentifiesReaders();

    private static async Task<IResult> Record(HttpContext context, ReaderIdentifier identifier, Impressions impressions)
    {
        var (body, refusal) = await JsonBody.Read(context, Body);
        if (body is null) return refusal!;
        if (body.As(ImpressionJson.Default.ImpressionRequest) is not { } request)
            return Problem.Of(StatusCodes.Status400BadRequest, """The body is JSON like {"ranking":"rising","articles":["a1","a2"]}.""");
        if (impressions.Validate(request.Ranking, request.Articles) is { } error)
            return Problem.Of(StatusCodes.Status400BadRequest, error);

        await impressions.Record(request.Ranking!, request.Articles!, await identifier.Identify(context));
        return TypedResults.Accepted((string?)null);
    }
}

/// <summary>The body of an impression request.</summary>
/// <param name="Ranking"><c>rising</c>, <c>today</c>, <c>rising/{section}</c> or <c>today/{section}</c>; or a list: <c>latest</c>, <c>related</c>, <c>recommended</c>.</param>
/// <param name="Articles">The ids that were in view, 1 to 100.</param>
internal sealed record ImpressionRequest([property: Required] string? Ranking, [property: Required, MinLength(1), MaxLength(Trending.Ranking.RankingBoard.Capacity)] IReadOnlyList<string>? Articles);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImpressionRequest))]
internal sealed partial class ImpressionJson : JsonSerializerContext;
