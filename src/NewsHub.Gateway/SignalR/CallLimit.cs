using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using NewsHub.Gateway.Connections;

namespace NewsHub.Gateway.SignalR;

/// <summary>
/// Limits the calls per second of one connection. Calls over the limit are refused without effect. A client that goes on is disconnected, since
/// a refusal costs about as much as a call.
/// </summary>
internal sealed class CallLimit(IOptions<LiveOptions> options, LiveMetrics metrics, TimeProvider time) : IHubFilter
{
    /// <summary>Why a client that goes on is disconnected.</summary>
    public const string TooManyMessages = "Too many messages; reconnect and send fewer.";

    /// <summary>Size of a burst, in seconds of the sustained rate. The same again is refused; then the connection is closed.</summary>
    public const int Burst = 10;

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var caller = invocationContext.Context;
        var over = PaceOf(caller).Charge(1, options.Value.MaxCallsPerSecond, Burst, time);
        if (over == TimeSpan.Zero) return next(invocationContext);
        metrics.Refused("calls");
        if (over > TimeSpan.FromSeconds(Burst)) caller.Features.Get<ITransport>()?.Close(TooManyMessages);
        throw new UnavailableException($"At most {options.Value.MaxCallsPerSecond} calls a second are allowed; retry later.");
    }

    private static Pace PaceOf(HubCallerContext caller)
    {
        if (caller.Items.TryGetValue(typeof(CallLimit), out var known)) return (Pace)known!;
        var pace = new Pace();
        caller.Items[typeof(CallLimit)] = pace;
        return pace;
    }
}
