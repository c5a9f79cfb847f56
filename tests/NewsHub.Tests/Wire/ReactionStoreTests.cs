using NewsHub.Tests.Wire.Stores;
using NewsHub.Trending.Counting;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>Tests of the reaction store that run on every database.</summary>
public abstract class ReactionStoreTests : StoreTests
{
    private IReactionStore Store => Stores.Reactions;

    [SkippableFact]
    public async Task Setting_or_removing_a_reaction_twice_counts_once()
    {
        Assert.Equal(ReactionChange.Added, await Add("a", 1));
        Assert.Equal(ReactionChange.None, await Add("a", 1));
        Assert.Equal(ReactionChange.Added, await Add("a", ulong.MaxValue));
        Assert.Equal(ReactionChange.Added, await Add("a", 1, "sad"));
        Assert.Equal(ReactionChange.Added, await Add("b", 1));
        Assert.Equal(ReactionChange.Removed, await Store.Remove(new StoredReaction("a", "sad", 1)));
        Assert.Equal(ReactionChange.None, await Store.Remove(new StoredReaction("a", "sad", 1)));

        Assert.Equivalent(new Dictionary<string, long> { ["veryGood"] = 2 }, await Store.Count("a"), strict: true);
        Assert.Empty(await Store.Count("unknown"));
    }

    [SkippableFact]
    public async Task Reactions_over_the_limit_of_an_address_or_network_are_not_stored_even_after_a_restart()
    {
        var limits = new ReactionLimits(PerAddress: 2, PerNetwork: 3);
        Task<ReactionChange> AddFrom(ulong reader, ulong address, ulong network, string kind = "veryGood") =>
            Store.Add(new StoredReaction("a", kind, reader, 0, address, network), limits);

        Assert.Equal(ReactionChange.Added, await AddFrom(1, 10, 100));
        Assert.Equal(ReactionChange.Added, await AddFrom(2, 10, 100));
        await Stores.Reopen();
        Assert.Equal(ReactionChange.OverLimit, await AddFrom(3, 10, 100));
        Assert.Equal(ReactionChange.None, await AddFrom(2, 10, 100));
        Assert.Equal(ReactionChange.Added, await AddFrom(3, 11, 100));
        Assert.Equal(ReactionChange.OverLimit, await AddFrom(4, 11, 100));
        Assert.Equal(ReactionChange.Added, await AddFrom(4, 11, 100, "sad"));
        Assert.Equal(ReactionChange.Added, await AddFrom(4, 12, 101));
        for (var reader = 5UL; reader < 10; reader++) Assert.Equal(ReactionChange.Added, await AddFrom(reader, 0, 0));

        Assert.Equal(9, (await Store.Count("a"))["veryGood"]);
    }

    [SkippableFact]
    public async Task A_former_identity_is_recognized_only_in_reactions_without_an_origin()
    {
        await Add("a", 1);
        await Store.Add(new StoredReaction("b", "veryGood", 1, 0, 10, 100), ReactionLimits.None);

        Assert.Equal(ReactionChange.None, await Store.Add(new StoredReaction("a", "veryGood", 2, Former: 1, 10, 100), ReactionLimits.None));
        Assert.Equal(ReactionChange.Added, await Store.Add(new StoredReaction("b", "veryGood", 2, Former: 1, 10, 100), ReactionLimits.None));
        Assert.Equal(ReactionChange.Removed, await Store.Remove(new StoredReaction("a", "veryGood", 2, Former: 1, 10, 100)));
        Assert.Equal(ReactionChange.Removed, await Store.Remove(new StoredReaction("b", "veryGood", 2, Former: 1, 10, 100)));
        Assert.Equal(1, (await Store.Count("b"))["veryGood"]);
    }

    [SkippableFact]
    public async Task Reactions_of_an_earlier_version_are_converted_in_parts_and_duplicates_are_merged()
    {
        for (var reader = -2; reader < 3; reader++) await Stores.Run($"INSERT INTO reactions (article_id, kind, reader) VALUES ('a', 'veryGood', {reader})");
        await Stores.Run("INSERT INTO reactions (article_id, kind, reader) VALUES ('b', 'sad', 1)");
        await Add("c", 1);
        await Add("a", 1002); // given again to a hub of this version while hubs of both ran

        Assert.Equal(["a", "b"], (await Store.FindArticlesToConvert(10)).Order());
        foreach (var converted in new[] { 3, 2, 0 }) Assert.Equal(converted, await Convert("a"));

        Assert.Equal(["b"], await Store.FindArticlesToConvert(10));
        Assert.Equal(5, (await Store.Count("a"))["veryGood"]);
        Assert.Equal(ReactionChange.None, await Add("a", 998));

        Task<int> Convert(string article) => Store.Convert(article, reader => unchecked(reader + 1000), 3);
    }

    private Task<ReactionChange> Add(string article, ulong reader, string kind = "veryGood") => Store.Add(new StoredReaction(article, kind, reader), ReactionLimits.None);
}
