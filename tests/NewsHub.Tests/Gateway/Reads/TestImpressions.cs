using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Gateway.Reads;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;

namespace NewsHub.Tests.Gateway.Reads;

/// <summary>Creates impressions with the default sections.</summary>
internal static class TestImpressions
{
    private static HybridCache Cache => new ServiceCollection().AddHybridCache().Services.BuildServiceProvider().GetRequiredService<HybridCache>();

    public static Impressions Create(IGrainFactory grains, IWireStore store, bool correctPosition = true) => new(
        new RankingCache(Cache, grains, TimeProvider.System, NullLogger<RankingCache>.Instance),
        RankingFormulas.BuiltIn,
        new Sections(Options.Create(new ArticlesOptions())),
        new PublicArticles(store, TimeProvider.System),
        new ClickRates(new WallClock(TimeProvider.System)),
        Options.Create(new TrendingOptions { CorrectPosition = correctPosition }),
        TimeProvider.System);
}
