using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsHub.Wire;

namespace NewsHub.Host.Health;

/// <summary>
/// Healthy while the database answers, otherwise degraded: readers keep their connections and the pages in memory. All hubs share the database,
/// so a proxy that stopped sending them readers would have nowhere else to send them.
/// </summary>
internal sealed class DatabaseHealth(IWireStore store) : IHealthCheck
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.Bounds(cancellationToken).WaitAsync(MaxWait, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is StoreUnreachableException or TimeoutException)
        {
            return HealthCheckResult.Degraded("The database does not answer.", failure);
        }
    }
}
