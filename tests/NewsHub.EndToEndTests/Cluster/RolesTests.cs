using System.Net;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>One program: a silo, a gateway, or both.</summary>
public sealed class RolesTests
{
    private static readonly (string, string)[] Silo = [("NewsHub:Roles", "silo")];
    private static readonly (string, string)[] Gateway = [("NewsHub:Roles", "gateway")];

    [SkippableFact]
    public async Task They_start_in_any_order_and_wait_for_the_database_and_each_other()
    {
        await using var cluster = await HubCluster.Prepare(Silo, Gateway, Gateway);
        var (silo, gateway, other) = (cluster.Hubs[0], cluster.Hubs[1], cluster.Hubs[2]);
        await cluster.Database.Stop();

        gateway.Begin();
        await Says(gateway, "Waiting for PostgreSQL at 127.0.0.1");
        await cluster.Database.Start();
        await Says(gateway, "Waiting for a silo of the cluster");
        await Task.WhenAll(silo.Start(), other.Start());
        await IsReady(gateway);

        using var newsroom = gateway.OpenNewsroom();
        var story = await newsroom.Publish("A gateway without grains");
        using var reader = new HttpClient { BaseAddress = other.Address };
        var entries = await Wire.ReadAll(reader, Place.Parse(story.Cursor!));
        Assert.Equal(story.Cursor, Assert.Single(entries).Cursor);
        Assert.Contains("A gateway without grains", await reader.GetStringAsync($"/articles/{story.Id}"), StringComparison.Ordinal);

        await cluster.Database.Stop();
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => newsroom.Publish("There is nowhere to store this"));
        Assert.Contains("/api/articles answered 503", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_silo_alone_serves_its_health_and_nothing_else()
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
    public async Task A_hub_that_lost_its_database_says_so_and_is_ready_again_when_it_is_back()
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
        await IsReady(hub);
    }

    [Theory]
    [InlineData("NewsHub:Store must be sqlite or postgres", "--NewsHub:Store=oracle")]
    [InlineData("ConnectionStrings:NewsHub must say where it is", "--NewsHub:Store=postgres")]
    [InlineData("NewsHub:Store must be postgres", "--NewsHub:Roles=silo")]
    [InlineData("NewsHub:Roles must be silo, gateway or both", "--NewsHub:Roles=reader")]
    [InlineData("NewsHub:SiloAddress must be an IP address", "--NewsHub:SiloAddress=hub.example")]
    [InlineData("NewsHub:ProbeSeconds must be from 1 to 60", "--NewsHub:ProbeSeconds=0")]
    public async Task A_configuration_that_makes_no_sense_is_refused_with_the_reason(string reason, string setting)
    {
        using var data = new TemporaryDirectory();
        var parts = setting[2..].Split('=');
        await using var hub = HubProcess.With(data.Path, (parts[0], parts[1]));

        Assert.NotEqual(0, await hub.StartAndEnd());

        Assert.Contains(reason, hub.Output, StringComparison.Ordinal);
    }

    private static Task Says(HubProcess hub, string words) => Eventually.Is(
        () => hub.Output.Contains(words, StringComparison.Ordinal) || !hub.IsRunning, TimeSpan.FromSeconds(60));

    private static async Task IsReady(HubProcess hub)
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
