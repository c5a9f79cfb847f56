using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NewsHub.Host.Health;

/// <summary>Ready: this silo has joined the cluster, and is not leaving it.</summary>
internal sealed class SiloHealth(ILocalSiloDetails silo, IClusterMembershipService cluster) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = cluster.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        return Task.FromResult(status is SiloStatus.Active ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"The silo is {status}."));
    }
}
