using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsHub.Gateway.Connections;

namespace NewsHub.Gateway.Draining;

/// <summary>Reports unhealthy while the hub drains, so that a proxy sends no new readers here.</summary>
internal sealed class DrainHealth(ConnectionLimiter limiter) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(limiter.IsClosed ? HealthCheckResult.Unhealthy("The hub is draining and about to stop.") : HealthCheckResult.Healthy());
}
