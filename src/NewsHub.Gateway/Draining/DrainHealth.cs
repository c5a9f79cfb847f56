using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsHub.Gateway.Connections;

namespace NewsHub.Gateway.Draining;

/// <summary>Not ready any more: readers are being sent elsewhere, so no new ones may be sent here.</summary>
internal sealed class DrainHealth(ConnectionLimiter limiter) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(limiter.IsClosed ? HealthCheckResult.Unhealthy("Readers are asked to move: the hub is about to stop.") : HealthCheckResult.Healthy());
}
