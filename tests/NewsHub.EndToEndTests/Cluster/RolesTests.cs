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
    public async Task Hub_without_its_database_is_not_ready_and_recovers_when_the_database_is_back()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        var hub = cluster.Hubs[0];
        await hub.Start();
        using var http = new HttpClient { BaseAddress = hub.Address };

        await cluster.Database.Stop();
        using (var answer = await http.GetAsync("/health/ready"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("\"database\":\"The database does not answer.\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        await cluster.Database.Start();
        await WaitUntilReady(hub);
    }

    [Theory]
    [InlineData("NewsHub:Store must be sqlite or postgres", "--NewsHub:Store=oracle")]
    [InlineData("ConnectionStrings:NewsHub must say where it is", "--NewsHub:Store=postgres")]
    [InlineData("NewsHub:Store must be postgres", "--NewsHub:Roles=silo")]
    [InlineData("NewsHub:Roles must be silo, gateway or both", "--NewsHub:Roles=reader")]
    [InlineData("NewsHub:SiloAddress must be an IP address", "--NewsHub:SiloAddress=hub.example")]
    [InlineData("NewsHub:ProbeSeconds must be from 1 to 60", "--NewsHub:ProbeSeconds=0")]
    public async Task Invalid_configuration_stops_the_start_with_a_reason(string reason, string setting)
    {
        using var data = new TemporaryDirectory();
        var parts = setting[2..].Split('=');
        await using var hub = HubProcess.With(data.Path, (parts[0], parts[1]));

        Assert.NotEqual(0, await hub.StartExpectingExit());

        Assert.Contains(reason, hub.Output, StringComparison.Ordinal);
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
