using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using Xunit;

namespace NewsHub.Tests.Trending;

[Collection(SharedTrendingCluster.Name)]
public sealed class RankingCacheTests(TrendingCluster hub)
{
    [Fact]
    public async Task The_first_callers_after_a_start_all_get_the_ranking()
    {
        await hub.Publish("cached", "caches");
        await hub.Counter("cached").Count(new ReadBatch("gateway", 1, 1, 3, [1, 2, 3]));
        await Eventually.Is(() => hub.Ranking("rising/caches").Get(), ranking => ranking.Entries.Count == 1);
        var services = new ServiceCollection().AddHybridCache().Services.BuildServiceProvider();
        var cache = new RankingCache(services.GetRequiredService<HybridCache>(), hub.Grains, new FakeTimeProvider(), NullLogger<RankingCache>.Instance);

        var rankings = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await cache.Find("rising/caches"))));

        Assert.All(rankings, ranking => Assert.Equal(["cached"], ranking!.Entries.Select(place => place.ArticleId)));
    }
}
