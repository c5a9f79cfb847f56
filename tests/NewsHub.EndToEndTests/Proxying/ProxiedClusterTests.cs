using Microsoft.AspNetCore.Http.Connections;
using NewsHub.EndToEndTests.Cluster;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests.Proxying;

/// <summary>Hubs stop, start and crash behind the proxy without an effect on readers and newsrooms, which use one address.</summary>
public sealed class ProxiedClusterTests
{
    [SkippableFact]
    public async Task Stopping_starting_and_killing_hubs_behind_the_proxy_causes_no_gap_and_no_repeat()
    {
        Nginx.Require();
        await using var cluster = await HubCluster.Prepare(TrustProxy, TrustProxy);
        await Task.WhenAll(cluster.Hubs.Select(hub => hub.Start()));
        var (first, second) = (cluster.Hubs[0], cluster.Hubs[1]);
        var nobody = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}"); // a hub that is always down
        await using var nginx = await Nginx.StartInFrontOf(first.Address, second.Address, nobody);
        using var newsroom = new Newsroom(nginx.Address, first.AdminKey!);
        await using var audience = await Audience.Start(
            newsroom,
            new SignalRRecorder(nginx.Address, Protocols.Json), new SignalRRecorder(nginx.Address, Protocols.MessagePack),
            new SignalRRecorder(nginx.Address, Protocols.Json, HttpTransportType.LongPolling),
            new EventRecorder(nginx.Address), new LongPollRecorder(nginx.Address));
        using var storm = new Cluster.Storm([newsroom]);
        storm.Start();
        await storm.WaitForMore(100);

        Assert.Equal(0, await first.Stop());
        await storm.WaitForMore(100);
        await first.Start();
        Assert.Equal(0, await second.Stop());
        await storm.WaitForMore(100);
        await second.Start();
        await first.Kill();
        await storm.WaitForMore(100);
        await storm.Stop();

        Assert.True(storm.Errors.IsEmpty, string.Join('\n', storm.Errors.Append(cluster.Failures).Append(nginx.Output)));
        var wire = await Wire.ReadAll(newsroom.Http, storm.Last);
        Assert.Equal(Enumerable.Range(1, wire.Count).Select(seq => (long)seq), wire.Select(entry => entry.Seq));
        Assert.Equal(
            storm.Acknowledged.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value.Id, pair.Value.Version)),
            wire.Select(entry => (entry.Seq, entry.Article.Id, entry.Article.Version)));
        await audience.AssertReceived(wire);
    }

    private static (string Name, string Value)[] TrustProxy => [("NewsHub:TrustedProxies:0", "127.0.0.1")];
}
