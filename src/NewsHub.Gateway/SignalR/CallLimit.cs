using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace NewsHub.Gateway.SignalR;

/// <summary>So many calls a second from one client, after a burst; what is beyond is refused and does nothing.</summary>
internal sealed class CallLimit(IOptions<LiveOptions> options, LiveMetrics metrics) : IHubFilter
{
    /// <summary>Seconds' worth of calls that may come at once.</summary>
    private const int Burst = 10;

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var bucket = BucketOf(invocationContext.Context);
        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire();
        if (lease.IsAcquired) return next(invocationContext);
        metrics.Refused("calls");
        throw new HubException($"At most {options.Value.MaxCallsPerSecond} calls a second; wait a moment.");
    }

    // A connection's calls come one at a time.
    private TokenBucketRateLimiter BucketOf(HubCallerContext caller)
    {
        if (caller.Items.TryGetValue(typeof(CallLimit), out var known)) return (TokenBucketRateLimiter)known!;
        var perSecond = options.Value.MaxCallsPerSecond;
        var bucket = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * Burst, TokensPerPeriod = perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), AutoReplenishment = false,
        });
        caller.Items[typeof(CallLimit)] = bucket;
        return bucket;
    }
}
