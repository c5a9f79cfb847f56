using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsHub.Articles;

namespace NewsHub.Host.Health;

/// <summary>Healthy while this silo is an active member of the cluster and activates grains.</summary>
internal sealed class SiloHealth(ILocalSiloDetails silo, IClusterMembershipService cluster, IGrainFactory grains) : IHealthCheck
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = cluster.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        if (status is not SiloStatus.Active) return HealthCheckResult.Unhealthy($"The silo is {status}.");
        try
        {
            // Placed on this silo and activated on every check: a grain of an article that does not exist is not kept in memory.
            await grains.GetGrain<IArticleGrain>($"health/{silo.SiloAddress}").Get().WaitAsync(MaxWait, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("Articles cannot be reached.", failure);
        }
    }
}
