using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsHub.Articles.Latest;
using NewsHub.Gateway.Connections;
using NewsHub.Wire;

namespace NewsHub.Host.Health;

/// <summary>Healthy once the latest articles are loaded and while the live push keeps up with the log.</summary>
internal sealed class RelayHealth(IWireStore store, SubscriptionRegistry registry, LatestArticles latest, WallClock clock) : IHealthCheck
{
    /// <summary>
    /// Longest age at which an entry may wait for the live push. Twice the difference that the clocks of two hubs may have by default; readers see an
    /// entry within a tenth of a second.
    /// </summary>
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!latest.IsReady) return HealthCheckResult.Unhealthy("The latest articles are not loaded yet.");
        try
        {
            var waiting = await store.ReadAfter(registry.Head, 1, cancellationToken).WaitAsync(MaxWait, cancellationToken);
            var lag = waiting is [var next] ? clock.Now - next.At : TimeSpan.Zero;
            return lag <= MaxLag ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"The live push is {lag.TotalSeconds:0} s behind the log.");
        }
        catch (Exception failure) when (failure is StoreUnreachableException or TimeoutException)
        {
            return HealthCheckResult.Healthy(); // nobody can publish either; DatabaseHealth reports it
        }
    }
}
