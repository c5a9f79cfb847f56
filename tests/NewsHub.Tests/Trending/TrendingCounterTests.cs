using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Trending;

[Collection(OnTrendingCluster.Name)]
public sealed class TrendingCounterTests(TrendingCluster hub)
{
    [Fact]
    public async Task A_batch_that_is_sent_again_is_not_counted_again()
    {
        await hub.Publish("repeat", "repeats");

        await hub.Counter("repeat").Count(Batch(1, 1, 2, 3));
        await hub.Counter("repeat").Count(Batch(1, 1, 2, 3));
        var counts = await hub.Counter("repeat").Count(Batch(2, 3, 4));

        Assert.Equal((5, 4), (counts!.Reads, counts.Readers));
    }

    [Fact]
    public async Task A_ranking_is_told_only_after_the_counter_has_stored_which()
    {
        await hub.Publish("told-later", "tellings");
        hub.States.FailWritesOf("told-later");
        await Assert.ThrowsAsync<OrleansException>(() => hub.Counter("told-later").Count(Batch(1, 1)));
        Assert.Empty((await hub.Ranking("rising/tellings").Get()).Entries);
        var writes = hub.States.CountWritesOf("told-later");

        await hub.Counter("told-later").Count(Batch(2, 2));

        Assert.NotEqual(0, writes());
        await Eventually.Is(() => hub.Ranking("rising/tellings").Get(), ranking => ranking.Entries is [{ ArticleId: "told-later" }]);
    }

    [Fact]
    public async Task An_unknown_article_has_no_counter_and_leaves_no_trace()
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
    public async Task An_article_that_was_asked_for_too_early_is_counted_once_it_is_published()
    {
        Assert.Null(await hub.Counter("early").Count(Batch(1, 1)));

        await hub.Publish("early", "earlies");

        var counts = await Eventually.Is(() => hub.Counter("early").Count(Batch(2, 1)), counts => counts is not null);
        Assert.Equal(1, counts!.Reads);
    }

    [Fact]
    public async Task Counts_survive_the_loss_of_the_grain_from_memory()
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
    public async Task A_reader_has_one_reaction_of_a_kind_and_can_take_it_back()
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
    public async Task A_killed_article_leaves_its_rankings_and_counts_no_more()
    {
        await hub.Publish("killed", "kills");
        await hub.Counter("killed").Count(Batch(1, 1));
        await IsRanked("rising/kills", "killed");
        await IsRanked("today", "killed");

        await hub.Change("killed", "kills", EntryKind.Killed, null);

        await IsNotRanked("rising/kills", "killed");
        await IsNotRanked("today/kills", "killed");
        await IsNotRanked("rising", "killed");
        await IsNotRanked("today", "killed");
        Assert.Null(await hub.Counter("killed").Count(Batch(2, 1)));
        Assert.Equal(0, await hub.Database.Read(session => session.Number(
            "SELECT COUNT(*) FROM grain_state WHERE grain_id LIKE 'ranking/%' AND CAST(payload AS TEXT) LIKE '%/articles/killed%'")));
    }

    [Fact]
    public async Task A_withheld_article_that_comes_back_goes_on_with_its_counts()
    {
        await hub.Publish("back", "backs");
        await hub.Counter("back").Count(Batch(1, 1, 2));
        await IsRanked("rising/backs", "back");

        await hub.Change("back", "backs", EntryKind.Withheld, null);
        await IsNotRanked("rising/backs", "back");
        await hub.Change("back", "backs", EntryKind.Published, "Ferry returns");

        await IsRanked("rising/backs", "back");
        Assert.Equal(2, (await hub.Counter("back").Get())!.Reads);
    }

    [Fact]
    public async Task An_article_that_moves_to_another_section_leaves_the_rankings_of_the_first()
    {
        await hub.Publish("moving", "moves-from");
        await hub.Counter("moving").Count(Batch(1, 1));
        await IsRanked("rising/moves-from", "moving");

        await hub.Change("moving", "moves-to", EntryKind.Updated, "Ferry returns");

        await IsRanked("rising/moves-to", "moving");
        await IsNotRanked("rising/moves-from", "moving");
        await IsNotRanked("today/moves-from", "moving");
    }

    [Fact]
    public async Task A_corrected_headline_is_corrected_in_the_ranking()
    {
        await hub.Publish("corrected", "corrections", "Fery returns");
        await hub.Counter("corrected").Count(Batch(1, 1));
        await IsRanked("rising/corrections", "corrected");

        await hub.Change("corrected", "corrections", EntryKind.Corrected, "Ferry returns");

        await Eventually.Is(
            () => hub.Ranking("rising/corrections").Get(),
            ranking => ranking.Entries.Any(place => place.Headline == "Ferry returns"));
    }

    private Task<Ranking> IsRanked(string ranking, string articleId) => Eventually.Is(
        () => hub.Ranking(ranking).Top(RankingBoard.Capacity), shown => shown.Entries.Any(place => place.ArticleId == articleId));

    private Task<Ranking> IsNotRanked(string ranking, string articleId) => Eventually.Is(
        () => hub.Ranking(ranking).Top(RankingBoard.Capacity), shown => shown.Entries.All(place => place.ArticleId != articleId));

    private static ReadBatch Batch(long number, params ulong[] readers) => new("gateway", 1, number, readers.Length, readers);
}
