using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsHub.Articles.Latest;
using NewsHub.Gateway.Connections;
using NewsHub.Wire;

namespace NewsHub.Host.Health;

/// <summary>Healthy once the latest articles are loaded and while the live push keeps up with the log.</summary>
internal sealed class RelayHealth(IWireStore store, SubscriptionRegistry registry, LatestArticles latest) : IHealthCheck
{
    /// <summary>Largest lag of the live push behind the log, in entries: about one second of peak publishing.</summary>
    private const long MaxLag = 3_000;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!latest.IsReady) return HealthCheckResult.Unhealthy("The latest articles are not loaded yet.");
        try
        {
            var (_, head) = await store.Bounds(cancellationToken).WaitAsync(MaxWait, cancellationToken);
            var lag = head - registry.Head;
            return lag <= MaxLag ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"The live push is {lag} entries behind.");
        }
        catch (Exception failure) when (failure is StoreUnreachableException or TimeoutException)
        {
            return HealthCheckResult.Healthy(); // nobody can publish either; DatabaseHealth reports it
        }
    }
}
