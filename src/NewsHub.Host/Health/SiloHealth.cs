using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NewsHub.Host.Health;

/// <summary>Healthy while this silo is an active member of the cluster and activates grains.</summary>
internal sealed class SiloHealth(ILocalSiloDetails silo, IClusterMembershipService cluster, IGrainFactory grains) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = cluster.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        if (status is not SiloStatus.Active) return HealthCheckResult.Unhealthy($"The silo is {status}.");
        try
        {
            await GrainProbe.Send(grains, silo.SiloAddress.ToString(), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("Articles cannot be reached.", failure);
        }
    }
}
