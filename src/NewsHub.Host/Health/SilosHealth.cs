using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NewsHub.Host.Health;

/// <summary>Healthy while a silo answers this gateway, which hosts no grains.</summary>
internal sealed class SilosHealth(IGrainFactory grains) : IHealthCheck
{
    private readonly string _key = Guid.NewGuid().ToString("N");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await GrainProbe.Send(grains, _key, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("No silo answers.", failure);
        }
    }
}
