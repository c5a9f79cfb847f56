using System.Net;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>The roles of a hub process: silo, gateway or both.</summary>
public sealed class RolesTests
{
    private static readonly (string, string)[] Silo = [("NewsHub:Roles", "silo")];
    private static readonly (string, string)[] Gateway = [("NewsHub:Roles", "gateway")];

    [SkippableFact]
    public async Task Silos_and_gateways_start_in_any_order_and_wait_for_the_database_and_each_other()
    {
        await using var cluster = await HubCluster.Prepare(Silo, Gateway, Gateway);
        var (silo, gateway, other) = (cluster.Hubs[0], cluster.Hubs[1], cluster.Hubs[2]);
        await cluster.Database.Stop();

        gateway.StartWithoutWaiting();
        await WaitForOutput(gateway, "Waiting for PostgreSQL at 127.0.0.1");
        await cluster.Database.Start();
        await WaitForOutput(gateway, "Waiting for a silo of the cluster");
        await Task.WhenAll(silo.Start(), other.Start());
        await WaitUntilReady(gateway);

        using var newsroom = gateway.OpenNewsroom();
        var story = await newsroom.Publish("A gateway without grains");
        using var reader = new HttpClient { BaseAddress = other.Address };
        var entries = await Wire.ReadAll(reader, WireCursor.Parse(story.Cursor!));
        Assert.Equal(story.Cursor, Assert.Single(entries).Cursor);
        Assert.Contains("A gateway without grains", await reader.GetStringAsync($"/articles/{story.Id}"), StringComparison.Ordinal);

        await cluster.Database.Stop();
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => newsroom.Publish("The database is down"));
        Assert.Contains("/api/articles answered 503", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Silo_serves_only_its_health_endpoints()
    {
        await using var cluster = await HubCluster.Prepare([Silo]);
        var silo = cluster.Hubs[0];
        await silo.Start();
        using var http = new HttpClient { BaseAddress = silo.Address };

        foreach (var path in (string[])["/", "/api/wire", "/api/articles", "/docs", "/live/negotiate"])
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
    }

    [SkippableFact]
    public async Task Hubs_without_their_database_stay_ready_say_so_refuse_commands_and_recover()
    {
        await using var cluster = await HubCluster.Prepare([], Silo, Gateway);
        await Task.WhenAll(cluster.Hubs.Select(hub => hub.Start()));
        using var newsroom = cluster.Hubs[0].OpenNewsroom();
        var story = await newsroom.Publish("Before the database is away");
        await Wire.ReadAll(newsroom.Http, WireCursor.Parse(story.Cursor!));

        await cluster.Database.Stop();
        foreach (var hub in cluster.Hubs)
        {
            using var http = new HttpClient { BaseAddress = hub.Address };
            using var answer = await http.GetAsync("/health/ready");
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
            Assert.Equal("""{"status":"degraded","reasons":{"database":"The database does not answer."}}""", text);
        }

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => newsroom.Publish("While the database is away"));
        Assert.Contains("answered 503", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Before the database is away", await newsroom.Http.GetStringAsync("/"), StringComparison.Ordinal);
        await cluster.Database.Start();
        await Eventually.Is(async () => (await newsroom.Http.GetStringAsync("/health/ready")).Contains("healthy\",\"reasons\":{}", StringComparison.Ordinal), isHealthy => isHealthy);
        await newsroom.Publish("After the database is back");
    }

    [SkippableFact]
    public async Task Hub_stops_in_time_while_its_database_is_away()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        var hub = cluster.Hubs[0];
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        await newsroom.Read((await newsroom.Publish("Its counter is to be saved")).Id, "reader");

        await cluster.Database.Stop();

        Assert.Equal(0, await hub.Stop());
    }

    [SkippableFact]
    public async Task Hub_stops_in_time_while_its_database_does_not_answer()
    {
        await using var cluster = await HubCluster.Prepare();
        await using var proxy = new StallingProxy(cluster.Database);
        await using var hub = HubProcess.InCluster(proxy.Route(cluster.ConnectionString));
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        await newsroom.Read((await newsroom.Publish("Its counter is to be saved")).Id, "reader");

        proxy.StallAll();

        Assert.Equal(0, await hub.Stop());
    }

    private static Task WaitForOutput(HubProcess hub, string text) => Eventually.Is(
        () => hub.Output.Contains(text, StringComparison.Ordinal) || !hub.IsRunning, TimeSpan.FromSeconds(60));

    private static async Task WaitUntilReady(HubProcess hub)
    {
        using var http = new HttpClient { BaseAddress = hub.Address, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.Is(async () =>
        {
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                return answer.IsSuccessStatusCode;
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                return false;
            }
        }, isReady => isReady || !hub.IsRunning, TimeSpan.FromSeconds(60));
        Assert.True(hub.IsRunning, hub.Output);
    }
}
