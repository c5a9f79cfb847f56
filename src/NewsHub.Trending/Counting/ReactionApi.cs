using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>HTTP endpoints for an article's counts and reactions.</summary>
internal static class ReactionApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var article = routes.MapGroup("/api/articles/{id}")
            .WithTags("Trending")
            .Refuses(StatusCodes.Status404NotFound);

        article.MapGet("/counts", GetCounts)
            .WithName("GetCounts")
            .WithSummary("Gets the article's reads, readers and reactions")
            .Produces<Counts>();

        article.MapPost("/reactions", React)
            .WithName("React")
            .WithSummary("Adds the reader's reaction; repeating it has no effect")
            .Accepts<ReactionRequest>("application/json")
            .WithDescription("One per reader and kind. Without a token or a cookie of the hub, all readers of an address are one. 429: the address or its network has given as many today as it may.")
            .Produces<Counts>()
            .IdentifiesReaders();

        article.MapDelete("/reactions", TakeBack)
            .WithName("TakeBackReaction")
            .WithSummary("Removes the reader's reaction; the kind is in the body, as for POST, or in ?reaction=")
            .Accepts<ReactionRequest>(isOptional: true, "application/json")
            .Produces<Counts>()
            .IdentifiesReaders();
    }

    private static async Task<IResult> GetCounts(string id, IGrainFactory grains, PublicArticles articles, CancellationToken stopping)
    {
        if (!WireArticle.IsId(id)) return MalformedId();
        if (!await articles.Contains(id, stopping)) return Answer(null);
        return Answer(await grains.GetGrain<ITrendingCounterGrain>(id).Get());
    }

    private static Task<IResult> React(
        string id, HttpContext context, ReaderIdentifier reader, IGrainFactory grains, PublicArticles articles, IOptions<TrendingOptions> options, WallClock clock) =>
        Set(id, null, on: true, context, reader, grains, articles, options.Value, clock);

    private static Task<IResult> TakeBack(
        string id, [Description("The kind of reaction, in place of the body.")] string? reaction,
        HttpContext context, ReaderIdentifier reader, IGrainFactory grains, PublicArticles articles, IOptions<TrendingOptions> options, WallClock clock) =>
        Set(id, reaction, on: false, context, reader, grains, articles, options.Value, clock);

    private static async Task<IResult> Set(
        string id, string? reaction, bool on, HttpContext context, ReaderIdentifier reader, IGrainFactory grains, PublicArticles articles, TrendingOptions options,
        WallClock clock)
    {
        if (!WireArticle.IsId(id)) return MalformedId();
        (reaction, var refusal) = reaction is null
            ? await ReactionRequest.Read(context)
            : (reaction, await JsonBody.Discard(context, ReactionRequest.MaxBytes));
        if (refusal is not null) return refusal;
        if (!options.Allows(reaction))
            return Problem.Invalid("reaction", $"reaction must be one of {options.AllowedReactions}.");
        if (!await articles.Contains(id, context.RequestAborted)) return Answer(null);
        var counts = await grains.GetGrain<ITrendingCounterGrain>(id).React(await reader.Identify(context), reaction, on);
        return counts is { IsOverLimit: true }
            ? Problem.Retry(StatusCodes.Status429TooManyRequests, ReaderReactions.OverLimit, SecondsToMidnight(clock.Now))
            : Answer(counts);
    }

    private static int SecondsToMidnight(DateTimeOffset now) => (int)Math.Ceiling((TimeSpan.FromDays(1) - now.UtcDateTime.TimeOfDay).TotalSeconds);

    private static IResult Answer(Counts? counts) => counts is null
        ? Problem.Of(StatusCodes.Status404NotFound, "There is no such public article.")
        : TypedResults.Json(counts, TrendingJson.Default.Counts);

    private static Problem MalformedId() =>
        Problem.Invalid("id", "An id has 1 to 64 letters, digits, hyphens and underscores and starts with a letter or digit.");
}
