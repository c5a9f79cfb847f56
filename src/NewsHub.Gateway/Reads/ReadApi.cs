using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Http;
using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Gateway.Reads;

/// <summary>The endpoint to which clients report reads.</summary>
internal static class ReadApi
{
    /// <summary>Largest body in bytes. The body is ignored; navigator.sendBeacon may send one.</summary>
    private const int MaxBodyBytes = 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/articles/{id}/reads", Count)
        .WithName("CountRead")
        .WithTags("Trending")
        .WithSummary("Counts a read")
        .WithDescription("Made for navigator.sendBeacon: accepts any content type and ignores the body.")
        .Produces(StatusCodes.Status202Accepted)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status413PayloadTooLarge)
        .IdentifiesReaders();

    private static async Task<IResult> Count(string id, HttpContext context, ReaderIdentifier identifier, PublicArticles articles, ReadBatcher reads)
    {
        if (!WireArticle.IsId(id))
            return Problem.Invalid("id", "An id has 1 to 64 letters, digits, hyphens and underscores and starts with a letter or digit.");
        if (await JsonBody.Discard(context, MaxBodyBytes) is { } refusal) return refusal;
        if (!await articles.Contains(id, context.RequestAborted))
            return Problem.Of(StatusCodes.Status404NotFound, "There is no such public article.");

        reads.Count(id, await identifier.Identify(context));
        return TypedResults.Accepted((string?)null);
    }
}
