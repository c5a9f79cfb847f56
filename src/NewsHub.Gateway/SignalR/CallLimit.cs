using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace NewsHub.Gateway.SignalR;

/// <summary>Limits the calls per second of one connection with a token bucket. Calls over the limit are refused without effect.</summary>
internal sealed class CallLimit(IOptions<LiveOptions> options, LiveMetrics metrics) : IHubFilter
{
    /// <summary>Size of a burst, in seconds of the sustained rate.</summary>
    private const int Burst = 10;

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var bucket = BucketOf(invocationContext.Context);
        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire();
        if (lease.IsAcquired) return next(invocationContext);
        metrics.Refused("calls");
        throw new HubException($"At most {options.Value.MaxCallsPerSecond} calls a second are allowed; retry later.");
    }

    // Not synchronized: SignalR runs the calls of a connection one at a time.
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
