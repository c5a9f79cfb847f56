using NewsHub.Wire;
using NewsHub.Wire.Outputs;
using Xunit;

namespace NewsHub.Tests.Wire;

[Collection(OnOneCluster.Name)]
[Trait("Category", "Slow")]
public sealed class WireOutputTests(HubCluster hub)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_output_gets_every_entry_also_when_it_fails_and_when_its_silo_dies()
    {
        await hub.Grains.GetGrain<IWireOutputGrain>(hub.Output.Name).KeepGoing();
        var start = await Publish("output-first");
        await Eventually.Is(() => Task.FromResult(hub.Output.Handled.Contains(start)), isHandled => isHandled);
        hub.Output.FailuresLeft = 2;
        for (var n = 0; n < 60; n++)
        {
            await Publish($"output{n}");
            if (n == 30) await hub.KillTheSiloOf(hub.Grains.GetGrain<IWireOutputGrain>(hub.Output.Name));
        }

        var last = await Publish("output-last");

        await Eventually.Is(() => Task.FromResult(hub.Output.Handled.Contains(last)), isHandled => isHandled);
        var handled = hub.Output.Handled.Where(sequence => sequence >= start).ToArray();
        Assert.Equal(Enumerable.Range(0, (int)(last - start) + 1).Select(n => start + n), handled.Distinct());
        Assert.InRange(handled.Zip(handled.Skip(1)).Count(pair => pair.Second != pair.First + 1), 0, 1); // it went back only after the crash
    }

    [Fact]
    public async Task Followers_in_one_process_get_every_entry_once_and_in_order_wherever_they_start()
    {
        var tail = hub.Get<WireTail>();
        var start = (await hub.Store.Bounds()).Head;
        var early = Follow(tail, Math.Max(0, start - 50), 100);
        for (var n = 0; n < 50; n++) await Publish($"tail-a{n}");
        var late = Follow(tail, start + 20, 80);
        for (var n = 0; n < 50; n++) await Publish($"tail-b{n}");

        var (ofEarly, ofLate) = (await early.WaitAsync(Timeout), await late.WaitAsync(Timeout));

        Assert.Equal(Enumerable.Range(1, ofEarly.Count).Select(n => Math.Max(0, start - 50) + n), ofEarly);
        Assert.Equal(Enumerable.Range(1, ofLate.Count).Select(n => start + 20 + n), ofLate);
    }

    private static async Task<IReadOnlyList<long>> Follow(WireTail tail, long start, long until)
    {
        var seen = new List<long>();
        await foreach (var batch in tail.Follow(start))
        {
            seen.AddRange(batch.Select(entry => entry.Seq));
            if (seen.Count >= until) break;
        }

        return seen;
    }

    private async Task<long> Publish(string id)
    {
        var sequence = Assert.IsType<CommitOutcome.Committed>(await hub.Store.Commit(Commits.Publish(id))).Receipt.Cursor!.Value.Sequence;
        await hub.Grains.GetGrain<IWireGrain>(0).Nudge(sequence);
        return sequence;
    }
}
