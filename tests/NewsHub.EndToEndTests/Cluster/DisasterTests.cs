using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>
/// Injects failures into three hubs on one PostgreSQL while sixteen publishers retry and readers record: every acknowledged command is on
/// the wire once, and every reader receives each entry once and in order.
/// </summary>
/// <remarks>
/// Short by default. <c>NEWSHUB_STORM=4</c> makes every run four times as long, with 600 readers. <c>NEWSHUB_EARLIER=…/NewsHub.Host.dll</c>
/// makes the rolling restart an upgrade from that version to this one.
/// </remarks>
public sealed class DisasterTests(ITestOutputHelper output)
{
    private static readonly int LoadFactor =
        int.TryParse(Environment.GetEnvironmentVariable("NEWSHUB_STORM"), CultureInfo.InvariantCulture, out var times) ? times : 1;

    private static readonly int Readers = LoadFactor > 1 ? 600 : 36;

    private static readonly string? EarlierVersion = Environment.GetEnvironmentVariable("NEWSHUB_EARLIER");

    private static readonly TimeSpan FreezeDuration = TimeSpan.FromSeconds(20);

    /// <summary>Several times the failure-detection time of a silo, and twice the timeout of a call between silos.</summary>
    private static readonly TimeSpan PartitionDuration = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public Task Killing_and_restarting_hubs_loses_nothing() => VerifyDuring(async (cluster, storm) =>
    {
        foreach (var victim in new[] { cluster.Hubs[1], cluster.Hubs[2] })
        {
            await victim.Kill();
            await storm.WaitForMore(200 * LoadFactor);
            await victim.Start();
            await storm.WaitForMore(100 * LoadFactor);
        }
    });

    [SkippableFact]
    public Task Rolling_restart_of_all_hubs_loses_nothing() => VerifyDuring(async (cluster, storm) =>
    {
        foreach (var hub in cluster.Hubs)
        {
            var code = await hub.Stop();
            Assert.True(code == 0, $"The hub exited with code {code}:\n{hub.Output}");
            hub.Version = HubProcess.ThisVersion;
            await hub.Start();
            await storm.WaitForMore(100 * LoadFactor);
        }
    }, version: EarlierVersion);

    [SkippableFact]
    public Task Database_stop_and_crash_lose_nothing_and_require_no_hub_restart() => VerifyDuring(async (cluster, storm) =>
    {
        await cluster.Database.Stop();
        await cluster.Database.Start();
        await storm.WaitForMore(100 * LoadFactor);
        await cluster.Database.Crash();
        await cluster.Database.Start();
        await storm.WaitForMore(100 * LoadFactor);
        Assert.All(cluster.Hubs, hub => Assert.True(hub.IsRunning, hub.Output));
    });

    [SkippableFact]
    public Task Frozen_hub_that_is_declared_dead_and_resumes_loses_nothing() => VerifyDuring(async (cluster, storm) =>
    {
        var frozen = cluster.Hubs[1];
        frozen.Freeze();
        await Task.Delay(FreezeDuration); // the duration is what is tested
        frozen.Resume();
        await storm.WaitForMore(200 * LoadFactor);
        if (!frozen.IsRunning) await frozen.Start();
        await storm.WaitForMore(100 * LoadFactor);
    });

    [SkippableFact]
    public Task Network_partition_between_two_hubs_loses_nothing() => VerifyDuringPartition((1, 2));

    [SkippableFact]
    public Task Network_partition_of_one_hub_from_the_others_loses_nothing() => VerifyDuringPartition((0, 2), (1, 2));

    private async Task VerifyDuringPartition(params (int One, int Other)[] partitions)
    {
        Network.Require();
        await using var network = await Network.Create(nodes: 3);
        await VerifyDuring(async (cluster, storm) =>
        {
            foreach (var (one, other) in partitions) await network.Partition(one, other);
            await Task.Delay(PartitionDuration * LoadFactor); // the duration is what is tested
            await storm.WaitForMore(100 * LoadFactor);
            await network.Heal();
            await storm.WaitForMore(100 * LoadFactor);
            // A hub that was declared dead exits when it learns of it, which may be at any time now.
            await Task.WhenAll(cluster.Hubs.Select(hub => hub.WaitUntilReadySupervised()));
            await storm.WaitForMore(100 * LoadFactor);
        }, network);
    }

    private async Task VerifyDuring(Func<HubCluster, Storm, Task> injectFailures, Network? network = null, string? version = null)
    {
        await using var cluster = await HubCluster.StartThree(network, version);
        await using var audience = await Audience.Start(cluster.Hubs, Readers);
        using var storm = new Storm(cluster.Hubs);
        storm.Start();
        await storm.WaitForMore(100 * LoadFactor);

        await injectFailures(cluster, storm);
        await storm.Stop();

        output.WriteLine($"{storm.Acknowledged.Count} commands acknowledged; the longest wait of a publisher was {storm.LongestWait.TotalSeconds:0.0} s.");
        Assert.True(storm.Errors.IsEmpty, string.Join('\n', storm.Errors.Append(cluster.Failures)));
        using var newsroom = cluster.Hubs[0].OpenNewsroom();
        var wire = await Wire.ReadAll(newsroom.Http, storm.Last);
        Assert.Equal(Enumerable.Range(1, wire.Count).Select(seq => (long)seq), wire.Select(entry => entry.Seq));
        Assert.Equal(
            storm.Acknowledged.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value.Id, pair.Value.Version)),
            wire.Select(entry => (entry.Seq, entry.Article.Id, entry.Article.Version)));
        await audience.AssertReceived(wire);
    }
}
