using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles.Latest;
using NewsHub.Http;

namespace NewsHub.Articles;

/// <summary>Read endpoint for the articles with an active alert. It answers from memory, because every page that shows alerts asks for them first.</summary>
internal static class BreakingApi
{
    /// <summary>Seconds after which a hub that starts has usually loaded the latest articles.</summary>
    private const int RetrySeconds = 1;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/breaking", List).WithName("ListBreaking").WithTags("Articles")
        .WithSummary("Lists the articles with an active alert, the most severe first, then the latest published.")
        .WithDescription($"At most {LatestArticlesSnapshot.MaxBreaking} articles.")
        .Produces<BreakingNews>();

    private static IResult List(LatestArticles articles)
    {
        if (!articles.IsReady)
            return Problem.Retry(StatusCodes.Status503ServiceUnavailable, "The hub is starting and has not loaded the latest articles yet. Try again in a second.", RetrySeconds);
        var latest = articles.Current;
        return TypedResults.Json(new BreakingNews(latest.Breaking, latest.Cursor), ArticleJson.Default.BreakingNews);
    }
}
