using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>
/// Three hubs on one PostgreSQL lose a machine, the database, or their wits, while sixteen publishers insist and readers watch: what was
/// acknowledged is on the wire once, and every reader has each entry once and in order.
/// </summary>
/// <remarks>
/// Short by default; <c>NEWSHUB_STORM=4</c> makes every storm four times as long, before 600 readers. With <c>NEWSHUB_EARLIER=…/NewsHub.Host.dll</c>
/// hubs that are stopped in order were of that version, and are started again as of this one.
/// </remarks>
public sealed class DisasterTests(ITestOutputHelper output)
{
    private static readonly int Longer =
        int.TryParse(Environment.GetEnvironmentVariable("NEWSHUB_STORM"), CultureInfo.InvariantCulture, out var times) ? times : 1;

    private static readonly int Readers = Longer > 1 ? 600 : 36;

    private static readonly string? Earlier = Environment.GetEnvironmentVariable("NEWSHUB_EARLIER");

    private static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(20);

    /// <summary>Several times what a silo may be silent, and twice what a call between two may take.</summary>
    private static readonly TimeSpan ApartFor = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public Task Hubs_are_killed_one_after_another_and_started_again() => Endure(async (cluster, storm) =>
    {
        foreach (var victim in new[] { cluster.Hubs[1], cluster.Hubs[2] })
        {
            await victim.Kill();
            await storm.More(200 * Longer);
            await victim.Start();
            await storm.More(100 * Longer);
        }
    });

    [SkippableFact]
    public Task Hubs_are_stopped_in_order_one_after_another_and_started_again() => Endure(async (cluster, storm) =>
    {
        foreach (var hub in cluster.Hubs)
        {
            var code = await hub.Stop();
            Assert.True(code == 0, $"The hub ended with {code}:\n{hub.Output}");
            hub.Version = HubProcess.ThisVersion;
            await hub.Start();
            await storm.More(100 * Longer);
        }
    }, version: Earlier);

    [SkippableFact]
    public Task The_database_stops_and_crashes_and_comes_back_and_no_hub_has_to_be_started_again() => Endure(async (cluster, storm) =>
    {
        await cluster.Database.Stop();
        await cluster.Database.Start();
        await storm.More(100 * Longer);
        await cluster.Database.Crash();
        await cluster.Database.Start();
        await storm.More(100 * Longer);
        Assert.All(cluster.Hubs, hub => Assert.True(hub.IsRunning, hub.Output));
    });

    [SkippableFact]
    public Task A_hub_freezes_is_taken_for_dead_and_wakes_up() => Endure(async (cluster, storm) =>
    {
        var sleeper = cluster.Hubs[1];
        sleeper.Freeze();
        await Task.Delay(FrozenFor); // the length of the sleep is the test
        sleeper.Wake();
        await storm.More(200 * Longer);
        if (!sleeper.IsRunning) await sleeper.Start();
        await storm.More(100 * Longer);
    });

    [SkippableFact]
    public Task Two_hubs_do_not_reach_each_other_though_both_reach_the_third_and_the_database() => EndureCut((1, 2));

    [SkippableFact]
    public Task A_hub_does_not_reach_the_others_though_it_reaches_the_database() => EndureCut((0, 2), (1, 2));

    private async Task EndureCut(params (int One, int Other)[] cuts)
    {
        Network.Require();
        await using var network = await Network.Build(seats: 3);
        await Endure(async (cluster, storm) =>
        {
            foreach (var (one, other) in cuts) await network.Cut(one, other);
            await Task.Delay(ApartFor * Longer); // the length of the cut is the test
            await storm.More(100 * Longer);
            await network.Heal();
            await storm.More(100 * Longer);
            // A hub that was taken for dead ends when it learns of it, which may be any moment now.
            await Task.WhenAll(cluster.Hubs.Select(hub => hub.BecomesReadySupervised()));
            await storm.More(100 * Longer);
        }, network);
    }

    private async Task Endure(Func<HubCluster, Storm, Task> disaster, Network? network = null, string? version = null)
    {
        await using var cluster = await HubCluster.StartThree(network, version);
        await using var audience = await Audience.Gather(cluster.Hubs, Readers);
        using var storm = new Storm(cluster.Hubs);
        storm.Begin();
        await storm.More(100 * Longer);

        await disaster(cluster, storm);
        await storm.End();

        output.WriteLine($"{storm.Acknowledged.Count} commands acknowledged; the longest wait of a publisher was {storm.LongestWait.TotalSeconds:0.0} s.");
        Assert.True(storm.Complaints.IsEmpty, string.Join('\n', storm.Complaints.Append(cluster.Troubles)));
        using var newsroom = cluster.Hubs[0].OpenNewsroom();
        var wire = await Wire.ReadAll(newsroom.Http, storm.Last);
        Assert.Equal(Enumerable.Range(1, wire.Count).Select(seq => (long)seq), wire.Select(entry => entry.Seq));
        Assert.Equal(
            storm.Acknowledged.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value.Id, pair.Value.Version)),
            wire.Select(entry => (entry.Seq, entry.Article.Id, entry.Article.Version)));
        await audience.HasSeen(wire);
    }
}
