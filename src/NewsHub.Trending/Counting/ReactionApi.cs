using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>The door to an article's reactions and counts.</summary>
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
            .WithSummary("How often the article was read, by how many, and what they thought of it")
            .Produces<Counts>();

        article.MapPost("/reactions", React)
            .WithName("React")
            .WithSummary("Gives a reaction: one per reader and kind, however often it is sent")
            .Accepts<ReactionRequest>("application/json")
            .Produces<Counts>()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

        article.MapDelete("/reactions", TakeBack)
            .WithName("TakeBackReaction")
            .WithSummary("Takes a reaction back; the kind is in the body as for POST, or in ?reaction=")
            .Accepts<ReactionRequest>(isOptional: true, "application/json")
            .Produces<Counts>()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    private static async Task<IResult> GetCounts(string id, IGrainFactory grains)
    {
        if (!WireArticle.IsId(id)) return MalformedId();
        return Answer(await grains.GetGrain<ITrendingCounterGrain>(id).Get());
    }

    private static Task<IResult> React(
        string id, HttpContext context, ReaderIdentifier reader, IGrainFactory grains, IOptions<TrendingOptions> options) =>
        Set(id, null, on: true, context, reader, grains, options.Value);

    private static Task<IResult> TakeBack(
        string id, string? reaction, HttpContext context, ReaderIdentifier reader, IGrainFactory grains, IOptions<TrendingOptions> options) =>
        Set(id, reaction, on: false, context, reader, grains, options.Value);

    private static async Task<IResult> Set(
        string id, string? reaction, bool on, HttpContext context, ReaderIdentifier reader, IGrainFactory grains, TrendingOptions options)
    {
        if (!WireArticle.IsId(id)) return MalformedId();
        (reaction, var refusal) = reaction is null
            ? await ReactionRequest.Read(context)
            : (reaction, await JsonBody.Discard(context, ReactionRequest.MaxBytes));
        if (refusal is not null) return refusal;
        if (!options.Allows(reaction))
            return Problem.Invalid("reaction", $"reaction must be one of {options.AllowedReactions}.");
        var identity = await reader.Of(context);
        return Answer(await grains.GetGrain<ITrendingCounterGrain>(id).React(identity.Lasting, reaction, on, identity.Reader));
    }

    private static IResult Answer(Counts? counts) => counts is null
        ? Problem.Of(StatusCodes.Status404NotFound, "There is no such public article.")
        : TypedResults.Json(counts, TrendingJson.Default.Counts);

    private static Problem MalformedId() =>
        Problem.Invalid("id", "An id has 1 to 64 letters, digits, hyphens and underscores and starts with a letter or digit.");
}
