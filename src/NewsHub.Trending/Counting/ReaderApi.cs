using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Http;
using NewsHub.Trending.Fairness;

namespace NewsHub.Trending.Counting;

/// <summary>The endpoint that gives readers without a cookie an identity.</summary>
internal static class ReaderApi
{
    /// <summary>Largest body in bytes. The body is ignored.</summary>
    private const int MaxBodyBytes = 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var issue = routes.MapPost("/api/readers", Issue)
            .WithName("IssueReader")
            .WithTags("Trending")
            .WithSummary("Issues a token that identifies a reader")
            .WithDescription("For apps, back ends and pages of other sites. A valid token in the request is answered again; any other is replaced. A network may get a limited number an hour.")
            .Produces<ReaderToken>()
            .Refuses(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests)
            .WithMetadata(OtherSitesMay.Call);
        ReaderToken.Describe(issue);
    }

    private static async Task<IResult> Issue(HttpContext context, ReaderIdentifier identifier, TokenLimit limit)
    {
        if (await JsonBody.Discard(context, MaxBodyBytes) is { } refusal) return refusal;
        context.Response.Headers.CacheControl = "no-store";
        if (await identifier.FindToken(context) is { } known) return Answer(known);
        return limit.TryIssue(context.Connection.RemoteIpAddress, out var wait)
            ? Answer(await identifier.NewToken())
            : Problem.Retry(StatusCodes.Status429TooManyRequests, "Your network has got as many identities of readers as one may in an hour.", (int)Math.Ceiling(wait.TotalSeconds));
    }

    private static IResult Answer(string token) => TypedResults.Json(new ReaderToken(token), TrendingJson.Default.ReaderToken);
}
