using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Wire;

[Collection(OnOneCluster.Name)]
public sealed class WireFollowerTests(HubCluster hub)
{
    [Fact]
    public async Task A_follower_gets_every_entry_once_and_in_order_under_concurrent_publishing()
    {
        var start = (await hub.Store.Bounds()).Head;
        var following = hub.Follow(start, 300);

        await Task.WhenAll(Enumerable.Range(0, 300).Select(async n => await Publish($"storm{n}", nudge: n % 3 != 0)));

        Assert.Equal(Enumerable.Range(1, 300).Select(n => start + n), await following);
    }

    [Fact]
    public async Task An_entry_whose_nudge_was_lost_is_delivered()
    {
        var start = (await hub.Store.Bounds()).Head;
        var following = hub.Follow(start, 1);

        await Publish("without-nudge", nudge: false);

        Assert.Equal([start + 1], await following);
    }

    [Fact]
    public async Task No_entry_is_lost_when_the_silo_of_the_wire_grain_dies()
    {
        var start = (await hub.Store.Bounds()).Head;
        var following = hub.Follow(start, 200);
        for (var n = 0; n < 200; n++)
        {
            await Publish($"failover{n}", nudge: true);
            if (n == 100) await hub.KillTheSiloOf(hub.Grains.GetGrain<IWireGrain>(0));
        }

        Assert.Equal(Enumerable.Range(1, 200).Select(n => start + n), await following);
    }

    [Fact]
    public async Task A_follower_ignores_entries_of_a_wire_grain_of_another_epoch()
    {
        await Publish("of-the-other-epoch", nudge: true);
        await using var own = new SqliteStores();
        foreach (var id in (string[])["a", "b", "c"]) await own.Wire.Commit(Commits.Publish(id));
        var follower = new WireFollower(hub.Grains, own.Wire, hub.Get<WireMetrics>(), TimeProvider.System, NullLogger<WireFollower>.Instance);

        var seen = new List<string>();
        await foreach (var batch in follower.Follow(0))
        {
            seen.AddRange(batch.Select(entry => entry.Article.Id));
            if (seen.Count >= 3) break;
        }

        Assert.Equal(["a", "b", "c"], seen);
    }

    private async Task Publish(string id, bool nudge)
    {
        var committed = Assert.IsType<CommitOutcome.Committed>(await hub.Store.Commit(Commits.Publish(id)));
        if (nudge) await hub.Grains.GetGrain<IWireGrain>(0).Nudge(committed.Receipt.Cursor!.Value.Sequence);
    }
}
