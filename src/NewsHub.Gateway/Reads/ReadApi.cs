using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Gateway.Reads;

/// <summary>The door through which pages tell that they were read.</summary>
internal static class ReadApi
{
    /// <summary>Largest body in bytes. It is ignored: navigator.sendBeacon sends whatever it likes.</summary>
    private const int MaxBodyBytes = 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/articles/{id}/reads", Count)
        .WithName("CountRead")
        .WithTags("Trending")
        .WithSummary("Counts a read")
        .WithDescription("Made for navigator.sendBeacon: any content type, the body is ignored.")
        .Produces(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<IResult> Count(string id, HttpContext context, ReaderIdentifier reader, PublicArticles articles, ReadBatcher reads)
    {
        if (!WireArticle.IsId(id))
        {
            return Refuse(
                StatusCodes.Status400BadRequest,
                "Malformed id",
                "id: 1 to 64 letters, digits, hyphens and underscores, beginning with a letter or digit.");
        }
        if (context.Request.ContentLength > MaxBodyBytes)
            return Refuse(StatusCodes.Status413PayloadTooLarge, "Too long", $"At most {MaxBodyBytes} bytes.");
        if (!await articles.Contains(id, context.RequestAborted))
            return Refuse(StatusCodes.Status404NotFound, "No such article", "There is no public article with this id.");

        reads.Count(id, await reader.Of(context));
        return TypedResults.Accepted((string?)null);
    }

    private static ProblemHttpResult Refuse(int status, string title, string detail) =>
        TypedResults.Problem(statusCode: status, title: title, detail: detail);
}
