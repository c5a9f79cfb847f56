using Microsoft.AspNetCore.Http.Connections;
using NewsHub.EndToEndTests.Cluster;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests.Proxying;

/// <summary>Hubs come and go behind the proxy: its readers and newsrooms know one address, and notice nothing.</summary>
public sealed class ProxiedClusterTests
{
    [SkippableFact]
    public async Task Hubs_are_stopped_started_and_killed_behind_the_proxy_and_nothing_is_missed_or_repeated()
    {
        Nginx.Require();
        await using var cluster = await HubCluster.Prepare(Trusting, Trusting);
        await Task.WhenAll(cluster.Hubs.Select(hub => hub.Start()));
        var (first, second) = (cluster.Hubs[0], cluster.Hubs[1]);
        var nobody = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}"); // a machine that is down all the time
        await using var nginx = await Nginx.StartBefore(first.Address, second.Address, nobody);
        using var newsroom = new Newsroom(nginx.Address, first.AdminKey!);
        await using var audience = await Audience.Gather(
            newsroom,
            new SignalRRecorder(nginx.Address, Protocols.Json), new SignalRRecorder(nginx.Address, Protocols.MessagePack),
            new SignalRRecorder(nginx.Address, Protocols.Json, HttpTransportType.LongPolling),
            new EventRecorder(nginx.Address), new LongPollRecorder(nginx.Address));
        using var storm = new Cluster.Storm([newsroom]);
        storm.Begin();
        await storm.More(100);

        Assert.Equal(0, await first.Stop());
        await storm.More(100);
        await first.Start();
        Assert.Equal(0, await second.Stop());
        await storm.More(100);
        await second.Start();
        await first.Kill();
        await storm.More(100);
        await storm.End();

        Assert.True(storm.Complaints.IsEmpty, string.Join('\n', storm.Complaints.Append(cluster.Troubles).Append(nginx.Output)));
        var wire = await Wire.ReadAll(newsroom.Http, storm.Last);
        Assert.Equal(Enumerable.Range(1, wire.Count).Select(seq => (long)seq), wire.Select(entry => entry.Seq));
        Assert.Equal(
            storm.Acknowledged.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value.Id, pair.Value.Version)),
            wire.Select(entry => (entry.Seq, entry.Article.Id, entry.Article.Version)));
        await audience.HasSeen(wire);
    }

    private static (string Name, string Value)[] Trusting => [("NewsHub:TrustedProxies:0", "127.0.0.1")];
}
