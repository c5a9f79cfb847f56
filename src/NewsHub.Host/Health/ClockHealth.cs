using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsHub.Wire.PostgreSql;

namespace NewsHub.Host.Health;

/// <summary>Degraded while this machine's clock differs from the database's, and therefore from the other hubs' clocks. Commands get 503 meanwhile.</summary>
internal sealed class ClockHealth(PostgreSqlDatabase database) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(database.ClockSkew is { } skew ? HealthCheckResult.Degraded(skew) : HealthCheckResult.Healthy());
}
