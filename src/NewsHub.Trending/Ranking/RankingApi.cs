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
        .WithDescription("A read loses half its weight every 15 minutes in rising, and every 6 hours in today. limit is 1 to 100; the default is 20. "
            + "explain=true adds the inputs of the score to each place.")
        .Produces<Ranking>()
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Get(string name, string? section, string? limit, string? explain, HttpContext context, RankingFormulas formulas, IKnownSections sections, IGrainFactory grains)
    {
        if (formulas.Find(name) is null)
            return Problem.Of(StatusCodes.Status404NotFound, $"There is no such ranking. The rankings are: {formulas.Names}.");
        if (section is not null && !sections.Has(section)) return Problem.Invalid("section", $"There is no section {section}.");
        if (!TryReadPlaces(limit, out var places))
            return Problem.Invalid("limit", $"limit must be from 1 to {RankingBoard.Capacity}.");
        if (explain is not (null or "true" or "false"))
            return Problem.Invalid("explain", "explain must be true or false.");

        var grain = grains.GetGrain<IRankingGrain>(new RankingKey(name, section).ToString());
        if (explain == "true") return TypedResults.Json(await grain.Explain(places), TrendingJson.Default.Ranking);
        var ranking = await grain.Top(places);
        // The version covers only the shown places, so a longer ranking gets no ETag.
        if (places > RankingBoard.Shown) return TypedResults.Json(ranking, TrendingJson.Default.Ranking);
        // Weak: the scores decay while the version stays.
        var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{ranking.Version}.{places}\""), isWeak: true);
        return Preconditions.Evaluate(context, tag) ?? TypedResults.Json(ranking, TrendingJson.Default.Ranking);
    }

    private static bool TryReadPlaces(string? text, out int places)
    {
        places = RankingBoard.Shown;
        return text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out places) && places is >= 1 and <= RankingBoard.Capacity);
    }
}
