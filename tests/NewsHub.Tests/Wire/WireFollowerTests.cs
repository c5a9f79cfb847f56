using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Tests.Gateway;
using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Wire;

[Collection(OnOneCluster.Name)]
[Trait("Category", "Slow")]
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
        using var recorded = new RecordedMetrics(own.Metrics);
        var follower = new WireFollower(hub.Grains, own.Wire, own.Metrics, TimeProvider.System, NullLogger<WireFollower>.Instance);

        var seen = new List<string>();
        await foreach (var batch in follower.Follow(0))
        {
            seen.AddRange(batch.Select(entry => entry.Article.Id));
            if (seen.Count >= 3) break;
        }

        Assert.Equal(["a", "b", "c"], seen);
        Assert.Equal(1, recorded["newshub.wire.catch_up.reads"]);
    }

    [Fact]
    public async Task Follower_behind_the_memory_of_the_wire_grain_gets_the_log_and_is_counted()
    {
        var start = (await hub.Store.Bounds()).Head;
        await Task.WhenAll(Enumerable.Range(0, WireGrain.RingCapacity + 1).Select(n => Publish($"behind{n}", nudge: false)));
        var (wire, last) = (hub.Grains.GetGrain<IWireGrain>(0), start + WireGrain.RingCapacity + 1);
        await Eventually.Is(() => wire.ReadAfter(last - 1, 1), read => read.Count > 0); // until then its memory still begins before the first
        using var recorded = new RecordedMetrics([.. hub.Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<WireMetrics>())]);

        var seen = await hub.Follow(start, WireGrain.RingCapacity + 1);

        Assert.Equal(Enumerable.Range(1, seen.Count).Select(n => start + n), seen);
        Assert.InRange(recorded["newshub.wire.catch_up.reads reader=grain"], 1, WireGrain.RingCapacity);
    }

    [Fact]
    public async Task Calls_without_news_are_counted_while_they_are_held()
    {
        const int followers = 30; // more than the silos have themselves
        using var recorded = new RecordedMetrics([.. hub.Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<WireMetrics>())]);
        var head = (await hub.Store.Bounds()).Head;

        var following = Enumerable.Range(0, followers).Select(_ => hub.Follow(head, 1)).ToArray();
        await Eventually.Is(() => recorded["newshub.wire.calls.held"] > followers / 2);
        await Publish("ends-the-wait", nudge: true);
        await Task.WhenAll(following);

        await Eventually.Is(() => recorded["newshub.wire.calls.held"] < followers / 2);
    }

    private async Task Publish(string id, bool nudge)
    {
        var committed = Assert.IsType<CommitOutcome.Committed>(await hub.Store.Commit(Commits.Publish(id)));
        if (nudge) await hub.Grains.GetGrain<IWireGrain>(0).Nudge(committed.Receipt.Cursor!.Value.Sequence);
    }
}
