using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>HTTP endpoints for an article's counts and reactions.</summary>
internal static class ReactionApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var article = routes.MapGroup("/api/articles/{id}")
            .WithTags("Trending")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        article.MapGet("/counts", GetCounts)
            .WithName("GetCounts")
            .WithSummary("Gets the article's reads, readers and reactions")
            .Produces<Counts>();

        article.MapPost("/reactions", React)
            .WithName("React")
            .WithSummary("Adds the reader's reaction; repeating it has no effect")
            .Accepts<ReactionRequest>("application/json")
            .Produces<Counts>()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

        article.MapDelete("/reactions", TakeBack)
            .WithName("TakeBackReaction")
            .WithSummary("Removes the reader's reaction; the kind is in the body, as for POST, or in ?reaction=")
            .Accepts<ReactionRequest>(isOptional: true, "application/json")
            .Produces<Counts>()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    private static async Task<IResult> GetCounts(string id, IGrainFactory grains, PublicArticles articles, CancellationToken stopping)
    {
        if (!WireArticle.IsId(id)) return MalformedId();
        if (!await articles.Contains(id, stopping)) return ToResult(null);
        return ToResult(await grains.GetGrain<ITrendingCounterGrain>(id).Get());
    }

    private static Task<IResult> React(
        string id, HttpContext context, ReaderIdentifier reader, IGrainFactory grains, PublicArticles articles, IOptions<TrendingOptions> options) =>
        Set(id, null, on: true, context, reader, grains, articles, options.Value);

    private static Task<IResult> TakeBack(
        string id, string? reaction, HttpContext context, ReaderIdentifier reader, IGrainFactory grains, PublicArticles articles, IOptions<TrendingOptions> options) =>
        Set(id, reaction, on: false, context, reader, grains, articles, options.Value);

    private static async Task<IResult> Set(
        string id, string? reaction, bool on, HttpContext context, ReaderIdentifier reader, IGrainFactory grains, PublicArticles articles, TrendingOptions options)
    {
        if (!WireArticle.IsId(id)) return MalformedId();
        try
        {
            reaction ??= (await ReactionRequest.Read(context.Request)).Reaction;
        }
        catch (BadHttpRequestException failure)
        {
            return Problem(failure.StatusCode, "Malformed reaction", failure.Message);
        }
        if (!options.Allows(reaction))
            return Problem(StatusCodes.Status400BadRequest, "Unknown reaction", $"reaction must be one of: {options.AllowedReactions}.");
        if (!await articles.Contains(id, context.RequestAborted)) return ToResult(null);
        var identity = await reader.Identify(context);
        return ToResult(await grains.GetGrain<ITrendingCounterGrain>(id).React(identity.Lasting, reaction, on, identity.Reader));
    }

    private static IResult ToResult(Counts? counts) => counts is null
        ? Problem(StatusCodes.Status404NotFound, "No such article", "There is no public article with this id.")
        : TypedResults.Json(counts, TrendingJson.Default.Counts);

    private static ProblemHttpResult MalformedId() => Problem(
        StatusCodes.Status400BadRequest, "Malformed id", "id must be 1 to 64 letters, digits, hyphens and underscores, and begin with a letter or digit.");

    private static ProblemHttpResult Problem(int status, string title, string detail) =>
        TypedResults.Problem(statusCode: status, title: title, detail: detail);
}
