using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using NewsHub.Http;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;

namespace NewsHub.Trending.Ranking;

/// <summary>HTTP endpoint for rankings.</summary>
internal static class RankingApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/rankings/{name}", Get)
        .WithName("GetRanking")
        .WithTags("Trending")
        .WithSummary("Gets the most-read articles")
        .WithDescription("A read loses half its weight every 20 minutes in rising, or every 30 or 60 where little is read, and every 6 hours in today.")
        .Produces<Ranking>()
        .Produces(StatusCodes.Status304NotModified)
        .Takes(RequestHeader.IfNoneMatch, RequestHeader.IfMatch)
        .Returns(ResponseHeader.ETag)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> Get(
        [Description("`rising` or `today`.")] string name,
        [Description("Only articles of this section.")] string? section,
        [Description("`true` adds the inputs of the score to each place."), RegularExpression("^(true|false)$")] string? explain,
        HttpContext context, RankingFormulas formulas, IKnownSections sections, IGrainFactory grains,
        [Description("Number of places."), Range(1, RankingBoard.Capacity)] int limit = RankingBoard.Shown)
    {
        if (formulas.Find(name) is null)
            return Problem.Of(StatusCodes.Status404NotFound, $"There is no such ranking. The rankings are: {formulas.Names}.");
        if (section is not null && !sections.Has(section)) return Problem.Invalid("section", $"There is no section {section}.");
        if (limit is < 1 or > RankingBoard.Capacity)
            return Problem.Invalid("limit", $"limit must be from 1 to {RankingBoard.Capacity}.");
        if (explain is not (null or "true" or "false"))
            return Problem.Invalid("explain", "explain must be true or false.");

        var grain = grains.GetGrain<IRankingGrain>(new RankingKey(name, section).ToString());
        if (explain == "true") return TypedResults.Json(await grain.Explain(limit), TrendingJson.Default.Ranking);
        var ranking = await grain.Top(limit);
        // The version covers only the shown places, so a longer ranking gets no ETag.
        if (limit > RankingBoard.Shown) return TypedResults.Json(ranking, TrendingJson.Default.Ranking);
        // Weak: the scores decay while the version stays.
        var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{ranking.Version}.{limit}\""), isWeak: true);
        return Preconditions.Evaluate(context, tag) ?? TypedResults.Json(ranking, TrendingJson.Default.Ranking);
    }
}
