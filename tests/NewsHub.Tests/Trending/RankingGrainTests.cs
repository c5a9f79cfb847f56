using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using Xunit;

namespace NewsHub.Tests.Trending;

[Collection(SharedTrendingCluster.Name)]
public sealed class RankingGrainTests(TrendingCluster hub)
{
    [Fact]
    public async Task ReadAfter_returns_when_the_ranking_changes()
    {
        var ranking = hub.Ranking("rising/waiting");
        var before = await ranking.Get();
        var waiting = ranking.ReadAfter(before.Version);

        await ranking.Report(Standing("waited-for", 100));

        var after = await waiting;
        Assert.Equal("waited-for", Assert.Single(after.Entries).ArticleId);
        Assert.True(after.Version > before.Version);
        Assert.Equal(after.Version, (await ranking.ReadAfter(before.Version)).Version);
    }

    [Fact]
    public async Task A_removal_is_published_immediately()
    {
        var ranking = hub.Ranking("rising/removals");
        await ranking.Report(Standing("stays", 100));
        await ranking.Report(Standing("goes", 101));

        await ranking.Remove("goes");

        Assert.Equal(["stays"], (await ranking.Get()).Entries.Select(place => place.ArticleId));
    }

    [Fact]
    public async Task Repeating_a_removal_retries_a_failed_save()
    {
        var ranking = hub.Ranking("rising/unstored");
        await ranking.Report(Standing("unstored", 100));
        hub.States.FailWritesOf("rising/unstored");
        await Assert.ThrowsAsync<OrleansException>(() => ranking.Remove("unstored"));
        var writes = hub.States.CountWritesOf("rising/unstored");

        await ranking.Remove("unstored");

        Assert.NotEqual(0, writes());
    }

    [Fact]
    public async Task A_ranking_is_restored_after_a_restart_without_articles_that_are_not_public()
    {
        await hub.Publish("shown-again", "restarts", "Ferry returns");
        var ranking = hub.Ranking("rising/restarts");
        await ranking.Report(Standing("shown-again", 100));
        await ranking.Report(Standing("never-public", 101));

        await TrendingCluster.Deactivate(ranking);

        var place = Assert.Single((await ranking.Get()).Entries);
        Assert.Equal(("shown-again", "Ferry returns"), (place.ArticleId, place.Headline));
    }

    [Fact]
    public async Task Top_returns_fewer_or_more_places_than_are_pushed()
    {
        var ranking = hub.Ranking("today/places");
        for (var n = 0; n < 30; n++) await ranking.Report(Standing($"place{n}", 100 + n));

        Assert.Equal(30, (await ranking.Top(RankingBoard.Capacity)).Entries.Count);
        var few = await Eventually.Is(() => ranking.Top(3), ranking => ranking.Entries is [{ ArticleId: "place29" }, ..]);
        Assert.Equal([1, 2, 3], few.Entries.Select(place => place.Rank));
        Assert.Equal(RankingBoard.Shown, (await ranking.Get()).Entries.Count);
    }

    [Fact]
    public async Task Report_returns_the_score_of_the_last_place_of_a_full_ranking()
    {
        var ranking = hub.Ranking("today/full");
        for (var n = 1; n < RankingBoard.Capacity; n++)
            Assert.Equal(double.NegativeInfinity, await ranking.Report(Standing($"full{n}", 100 + n)));

        Assert.Equal(50, await ranking.Report(Standing("last", 50)));
        Assert.Equal(101, await ranking.Report(Standing("first", 300)));
    }

    private static Standing Standing(string id, double score) =>
        new("Headline", $"/articles/{id}", score, new Counts(id, 1, 1, 1, new Dictionary<string, long>()));
}
