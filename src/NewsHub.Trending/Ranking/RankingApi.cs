using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using NewsHub.Http;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;

namespace NewsHub.Trending.Ranking;

/// <summary>The door to the rankings.</summary>
internal static class RankingApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/rankings/{name}", Get)
        .WithName("GetRanking")
        .WithTags("Trending")
        .WithSummary("The articles that are read most")
        .WithDescription("rising halves a read's weight every 15 minutes, today every 6 hours. limit is 1 to 100, 20 by default. "
            + "explain=true adds to each place what its score is made of.")
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
        // The version says nothing of the places below those that are shown.
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
