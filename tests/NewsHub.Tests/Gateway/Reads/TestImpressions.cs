using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Gateway.Reads;
using NewsHub.Trending;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Tests.Gateway.Reads;

/// <summary>Creates impressions with the default sections.</summary>
internal static class TestImpressions
{
    public static Impressions Create(IGrainFactory grains, bool correctPosition = true) => new(
        new ShownRankings(grains, RankingFormulas.BuiltIn, new Sections(Options.Create(new ArticlesOptions())), TimeProvider.System),
        Options.Create(new TrendingOptions { CorrectPosition = correctPosition }),
        TimeProvider.System);
}
