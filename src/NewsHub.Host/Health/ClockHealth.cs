using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsHub.Wire;
using NewsHub.Wire.PostgreSql;

namespace NewsHub.Host.Health;

/// <summary>Healthy while this machine's clock agrees with the database's, and therefore with the other hubs' clocks.</summary>
internal sealed class ClockHealth(PostgreSqlDatabase database) : IHealthCheck
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var skew = await database.FindClockSkew(cancellationToken).WaitAsync(MaxWait, cancellationToken);
            return skew is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(skew);
        }
        catch (Exception failure) when (failure is StoreUnreachableException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The database's clock could not be read.", failure);
        }
    }
}
