using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NewsHub.Trending.Counting;

namespace NewsHub.Gateway.Reads;

/// <summary>The endpoint to which clients report the articles of a ranking that were in view.</summary>
internal static class ImpressionApi
{
    /// <summary>Largest body in bytes: 100 ids of 64 characters, with their quotes and commas.</summary>
    private const int MaxBodyBytes = 8 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/impressions", Record)
        .WithName("CountImpressions")
        .WithTags("Trending")
        .WithSummary("Records which articles of a ranking a reader had in view")
        .WithDescription("Made for navigator.sendBeacon: accepts any content type. Scores are corrected for the reads that a position in a ranking brings.")
        .Accepts<ImpressionRequest>("application/json", "text/plain")
        .Produces(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<IResult> Record(HttpContext context, ReaderIdentifier identifier, Impressions impressions)
    {
        var body = new byte[MaxBodyBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length > MaxBodyBytes) return Problem(StatusCodes.Status413PayloadTooLarge, "Too long", $"At most {MaxBodyBytes} bytes.");
        if (Parse(body.AsSpan(0, length)) is not { } request)
            return Problem(StatusCodes.Status400BadRequest, "Malformed body", """The body is JSON like {"ranking":"rising","articles":["a1","a2"]}.""");
        if (impressions.Validate(request.Ranking, request.Articles) is { } error)
            return Problem(StatusCodes.Status400BadRequest, "Malformed impressions", error);

        await impressions.Record(request.Ranking!, request.Articles!, await identifier.Identify(context));
        return TypedResults.Accepted((string?)null);
    }

    private static ImpressionRequest? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ImpressionJson.Default.ImpressionRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemHttpResult Problem(int status, string title, string detail) =>
        TypedResults.Problem(statusCode: status, title: title, detail: detail);
}

/// <summary>The body of an impression request.</summary>
/// <param name="Ranking"><c>rising</c>, <c>today</c>, <c>rising/{section}</c> or <c>today/{section}</c>.</param>
/// <param name="Articles">The ids that were in view, 1 to 100.</param>
public sealed record ImpressionRequest(string? Ranking, IReadOnlyList<string>? Articles);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImpressionRequest))]
internal sealed partial class ImpressionJson : JsonSerializerContext;
