using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsHub.Gateway.Connections;
using NewsHub.Web.Front;
using NewsHub.Wire;

namespace NewsHub.Host.Health;

/// <summary>Ready: this process has seen what is in the log.</summary>
internal sealed class RelayHealth(IWireStore store, SubscriptionRegistry registry, FrontPage frontPage) : IHealthCheck
{
    /// <summary>Entries that the live push may lag behind the log: about a second of the busiest newsroom.</summary>
    private const long MaxLag = 3_000;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!frontPage.IsReady) return HealthCheckResult.Unhealthy("The front page is not loaded yet.");
        var (_, head) = await store.Bounds(cancellationToken);
        var lag = head - registry.Head;
        return lag <= MaxLag ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"The live push is {lag} entries behind.");
    }
}
