using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsHub.Gateway.Connections;
using NewsHub.Web.Front;
using NewsHub.Wire;

namespace NewsHub.Host.Health;

/// <summary>Healthy once the front page is loaded and while the live push keeps up with the log.</summary>
internal sealed class RelayHealth(IWireStore store, SubscriptionRegistry registry, FrontPage frontPage) : IHealthCheck
{
    /// <summary>Largest lag of the live push behind the log, in entries: about one second of peak publishing.</summary>
    private const long MaxLag = 3_000;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!frontPage.IsReady) return HealthCheckResult.Unhealthy("The front page is not loaded yet.");
        var (_, head) = await store.Bounds(cancellationToken);
        var lag = head - registry.Head;
        return lag <= MaxLag ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"The live push is {lag} entries behind.");
    }
}
