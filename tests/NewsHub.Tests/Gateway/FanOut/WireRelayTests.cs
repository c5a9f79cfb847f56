using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NewsHub.Articles.Latest;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.FanOut;
using NewsHub.Host;
using NewsHub.Host.Health;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Gateway.FanOut;

/// <summary>A hub in this process, whose relay can be disturbed.</summary>
[Trait("Category", "Slow")]
public sealed class WireRelayTests : IAsyncLifetime
{
    private const string Key = "a-key-for-tests-of-the-relay";

    private readonly TemporaryDirectory _directory = new();
    private WebApplication _hub = null!;

    public async Task InitializeAsync()
    {
        _hub = HubApplication.Build([$"--NewsHub:DataDirectory={_directory.Path}", $"--NewsHub:AdminKey={Key}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
        await _hub.StartAsync();
        await Eventually.Is(() => _hub.Services.GetRequiredService<LatestArticles>().IsReady);
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task When_sending_fails_receiving_ends_too_and_the_process_stops()
    {
        var stopping = _hub.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var relay = _hub.Services.GetServices<IHostedService>().OfType<WireRelay>().Single();
        var registry = _hub.Services.GetRequiredService<SubscriptionRegistry>();
        registry.Add(Entries.Entry(registry.Head + 1)); // the next entry of the wire has the same sequence

        await Publish();

        await Eventually.Is(() => stopping.IsCancellationRequested);
        await Assert.ThrowsAsync<ArgumentException>(() => relay.ExecuteTask!);
    }

    [Fact]
    public async Task Live_push_that_is_seconds_behind_the_log_is_unhealthy_whatever_the_number_of_entries()
    {
        await Publish();
        var published = (await Store.ReadAfter(0, 1)).Single().At;
        var behind = new SubscriptionRegistry();

        Assert.Equal(HealthStatus.Healthy, (await Check(behind, published.AddSeconds(9))).Status);
        var late = await Check(behind, published.AddSeconds(11));

        Assert.Equal((HealthStatus.Unhealthy, "The live push is 11 s behind the log."), (late.Status, late.Description));
        Assert.Equal(HealthStatus.Healthy, (await Check(_hub.Services.GetRequiredService<SubscriptionRegistry>(), published.AddDays(1))).Status);
    }

    private IWireStore Store => _hub.Services.GetRequiredService<IWireStore>();

    private Task<HealthCheckResult> Check(SubscriptionRegistry registry, DateTimeOffset now) =>
        new RelayHealth(Store, registry, _hub.Services.GetRequiredService<LatestArticles>(), new WallClock(new FakeTimeProvider(now))).CheckHealthAsync(new HealthCheckContext());

    private async Task Publish()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_hub.Urls.Single()) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var body = new StringContent("""{"headline":"The ferry sails","section":"world","status":"published"}""", Encoding.UTF8, "application/json");
        (await http.PostAsync("/api/articles", body)).EnsureSuccessStatusCode();
    }
}
