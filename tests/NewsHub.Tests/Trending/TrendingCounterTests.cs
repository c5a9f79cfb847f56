using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Trending;

[Collection(SharedTrendingCluster.Name)]
public sealed class TrendingCounterTests(TrendingCluster hub)
{
    [Fact]
    public async Task A_resent_batch_is_counted_once()
    {
        await hub.Publish("repeat", "repeats");

        await hub.Counter("repeat").Count(Batch(1, 1, 2, 3));
        await hub.Counter("repeat").Count(Batch(1, 1, 2, 3));
        var counts = await hub.Counter("repeat").Count(Batch(2, 3, 4));

        Assert.Equal((5, 4), (counts!.Reads, counts.Readers));
    }

    [Fact]
    public async Task A_counter_stores_its_rankings_before_the_first_report()
    {
        await hub.Publish("reported-later", "reports");
        hub.States.FailWritesOf("reported-later");
        await Assert.ThrowsAsync<OrleansException>(() => hub.Counter("reported-later").Count(Batch(1, 1)));
        Assert.Empty((await hub.Ranking("rising/reports").Get()).Entries);
        var writes = hub.States.CountWritesOf("reported-later");

        await hub.Counter("reported-later").Count(Batch(2, 2));

        Assert.NotEqual(0, writes());
        await Eventually.Is(() => hub.Ranking("rising/reports").Get(), ranking => ranking.Entries is [{ ArticleId: "reported-later" }]);
    }

    [Fact]
    public async Task An_unknown_article_has_no_counter_and_stores_nothing()
    {
        Assert.Null(await hub.Counter("unknown").Count(Batch(1, 1)));
        Assert.Null(await hub.Counter("unknown").React(1, "veryGood", on: true));
        Assert.Null(await hub.Counter("unknown").Get());
        await TrendingCluster.Deactivate(hub.Counter("unknown"));

        Assert.Null(await hub.Counter("unknown").Get());
        Assert.Equal(0, await hub.Database.Read(session =>
            session.Number("SELECT COUNT(*) FROM grain_state WHERE grain_id LIKE '%/unknown'")
            + session.Number("SELECT COUNT(*) FROM reactions WHERE article_id = 'unknown'")));
    }

    [Fact]
    public async Task An_article_requested_before_publication_is_counted_after_it()
    {
        Assert.Null(await hub.Counter("early").Count(Batch(1, 1)));

        await hub.Publish("early", "earlies");

        var counts = await Eventually.Is(() => hub.Counter("early").Count(Batch(2, 1)), counts => counts is not null);
        Assert.Equal(1, counts!.Reads);
    }

    [Fact]
    public async Task Counts_survive_deactivation()
    {
        await hub.Publish("lasting", "lastings");
        var before = await hub.Counter("lasting").Count(Batch(1, 1, 2, 3));
        await hub.Counter("lasting").React(7, "veryGood", on: true);

        await TrendingCluster.Deactivate(hub.Counter("lasting"));

        var counts = await hub.Counter("lasting").Count(Batch(1, 1, 2, 3));
        Assert.Equal((3, 3, 1), (counts!.Reads, counts.Readers, counts.Reactions["veryGood"]));
        Assert.True(counts.Version > before!.Version);
    }

    [Fact]
    public async Task A_reader_has_one_reaction_per_kind_and_can_withdraw_it()
    {
        await hub.Publish("reaction", "reactions");
        var counter = hub.Counter("reaction");

        await counter.React(ulong.MaxValue, "veryGood", on: true);
        Assert.Equal(1, (await counter.React(ulong.MaxValue, "veryGood", on: true))!.Reactions["veryGood"]);
        Assert.Equal(2, (await counter.React(1, "veryGood", on: true))!.Reactions["veryGood"]);
        Assert.Equal(1, (await counter.React(ulong.MaxValue, "veryGood", on: false))!.Reactions["veryGood"]);
        Assert.Equal(1, (await counter.React(ulong.MaxValue, "veryGood", on: false))!.Reactions["veryGood"]);
        Assert.Empty((await counter.React(1, "veryGood", on: false))!.Reactions);
    }

    [Fact]
    public async Task A_killed_article_leaves_its_rankings_and_is_no_longer_counted()
    {
        await hub.Publish("killed", "kills");
        await hub.Counter("killed").Count(Batch(1, 1));
        await WaitUntilRanked("rising/kills", "killed");
        await WaitUntilRanked("today", "killed");

        await hub.Change("killed", "kills", EntryKind.Killed, null);

        await WaitUntilNotRanked("rising/kills", "killed");
        await WaitUntilNotRanked("today/kills", "killed");
        await WaitUntilNotRanked("rising", "killed");
        await WaitUntilNotRanked("today", "killed");
        Assert.Null(await hub.Counter("killed").Count(Batch(2, 1)));
        Assert.Equal(0, await hub.Database.Read(session => session.Number(
            "SELECT COUNT(*) FROM grain_state WHERE grain_id LIKE 'ranking/%' AND CAST(payload AS TEXT) LIKE '%/articles/killed%'")));
    }

    [Fact]
    public async Task Counts_that_were_asked_for_before_a_kill_do_not_bring_the_article_back()
    {
        var read = hub.Reads.Hold("asked-early", number: 2); // the first one is that of the activation
        var counts = hub.Counter("asked-early").Get();
        await read.Asked;
        await hub.Publish("asked-early", "asked");
        await read.Answer();
        await hub.Change("asked-early", "asked", EntryKind.Killed, headline: null);
        await read.Overtaken; // by that of the counter that hears of the kill

        read.Release();

        Assert.Null(await counts);
        Assert.Null(await hub.Counter("asked-early").Get());
    }

    [Fact]
    public async Task A_withheld_article_keeps_its_counts_when_published_again()
    {
        await hub.Publish("back", "backs");
        await hub.Counter("back").Count(Batch(1, 1, 2));
        await WaitUntilRanked("rising/backs", "back");

        await hub.Change("back", "backs", EntryKind.Withheld, null);
        await WaitUntilNotRanked("rising/backs", "back");
        await hub.Change("back", "backs", EntryKind.Published, "Ferry returns");

        await WaitUntilRanked("rising/backs", "back");
        Assert.Equal(2, (await hub.Counter("back").Get())!.Reads);
    }

    [Fact]
    public async Task An_article_that_changes_section_leaves_the_rankings_of_the_old_section()
    {
        await hub.Publish("moving", "moves-from");
        await hub.Counter("moving").Count(Batch(1, 1));
        await WaitUntilRanked("rising/moves-from", "moving");

        await hub.Change("moving", "moves-to", EntryKind.Updated, "Ferry returns");

        await WaitUntilRanked("rising/moves-to", "moving");
        await WaitUntilNotRanked("rising/moves-from", "moving");
        await WaitUntilNotRanked("today/moves-from", "moving");
    }

    [Fact]
    public async Task A_corrected_headline_appears_in_the_ranking()
    {
        await hub.Publish("corrected", "corrections", "Fery returns");
        await hub.Counter("corrected").Count(Batch(1, 1));
        await WaitUntilRanked("rising/corrections", "corrected");

        await hub.Change("corrected", "corrections", EntryKind.Corrected, "Ferry returns");

        await Eventually.Is(
            () => hub.Ranking("rising/corrections").Get(),
            ranking => ranking.Entries.Any(place => place.Headline == "Ferry returns"));
    }

    private Task<Ranking> WaitUntilRanked(string ranking, string articleId) => Eventually.Is(
        () => hub.Ranking(ranking).Top(RankingBoard.Capacity), shown => shown.Entries.Any(place => place.ArticleId == articleId));

    private Task<Ranking> WaitUntilNotRanked(string ranking, string articleId) => Eventually.Is(
        () => hub.Ranking(ranking).Top(RankingBoard.Capacity), shown => shown.Entries.All(place => place.ArticleId != articleId));

    private static ReadBatch Batch(long number, params ulong[] readers) => new("gateway", 1, number, readers.Length, readers);
}
