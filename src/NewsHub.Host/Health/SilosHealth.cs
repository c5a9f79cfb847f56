using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NewsHub.Host.Health;

/// <summary>Healthy while a silo answers this gateway, which hosts no grains.</summary>
internal sealed class SilosHealth(IGrainFactory grains) : IHealthCheck
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken).WaitAsync(MaxWait, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("No silo answers.", failure);
        }
    }
}
