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
        Assert.True(await Store.Set("a", 1, "veryGood", on: true));
        Assert.False(await Store.Set("a", 1, "veryGood", on: true));
        Assert.True(await Store.Set("a", ulong.MaxValue, "veryGood", on: true));
        Assert.True(await Store.Set("a", 1, "sad", on: true));
        Assert.True(await Store.Set("b", 1, "veryGood", on: true));
        Assert.True(await Store.Set("a", 1, "sad", on: false));
        Assert.False(await Store.Set("a", 1, "sad", on: false));

        Assert.Equivalent(new Dictionary<string, long> { ["veryGood"] = 2 }, await Store.Count("a"), strict: true);
        Assert.Empty(await Store.Count("unknown"));
    }
}
