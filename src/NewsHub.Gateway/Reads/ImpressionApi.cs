using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NewsHub.Trending.Counting;

namespace NewsHub.Gateway.Reads;

/// <summary>The door through which pages tell what of a ranking was in view.</summary>
internal static class ImpressionApi
{
    /// <summary>Largest body in bytes: 100 ids of 64 characters, with their quotes and commas.</summary>
    private const int MaxBodyBytes = 8 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/impressions", See)
        .WithName("CountImpressions")
        .WithTags("Trending")
        .WithSummary("Tells which articles of a ranking a reader had in view")
        .WithDescription("Made for navigator.sendBeacon: any content type. What rankings bring is divided out of their scores.")
        .Accepts<ImpressionRequest>("application/json", "text/plain")
        .Produces(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<IResult> See(HttpContext context, ReaderIdentifier reader, Impressions impressions)
    {
        var body = new byte[MaxBodyBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length > MaxBodyBytes) return Refuse(StatusCodes.Status413PayloadTooLarge, "Too long", $"At most {MaxBodyBytes} bytes.");
        if (Parse(body.AsSpan(0, length)) is not { } request)
            return Refuse(StatusCodes.Status400BadRequest, "Malformed body", """The body is JSON like {"ranking":"rising","articles":["a1","a2"]}.""");
        if (impressions.Refuse(request.Ranking, request.Articles) is { } refusal)
            return Refuse(StatusCodes.Status400BadRequest, "Malformed impressions", refusal);

        await impressions.See(request.Ranking!, request.Articles!, await reader.Of(context));
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

    private static ProblemHttpResult Refuse(int status, string title, string detail) =>
        TypedResults.Problem(statusCode: status, title: title, detail: detail);
}

/// <summary>What a page sends.</summary>
/// <param name="Ranking"><c>rising</c>, <c>today</c>, <c>rising/{section}</c> or <c>today/{section}</c>.</param>
/// <param name="Articles">The ids that were in view, 1 to 100.</param>
public sealed record ImpressionRequest(string? Ranking, IReadOnlyList<string>? Articles);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImpressionRequest))]
internal sealed partial class ImpressionJson : JsonSerializerContext;
