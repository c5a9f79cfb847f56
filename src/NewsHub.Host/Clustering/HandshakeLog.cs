using System.Net;
using NewsHub.Wire;

namespace NewsHub.Host.Clustering;

/// <summary>
/// Logs failed handshakes, one line a minute for each end at most: hubs repeat their connections all the time. A refusal while the hub starts
/// ends the start.
/// </summary>
internal sealed partial class HandshakeLog(TimeProvider time, ILogger<HandshakeLog> logger)
{
    private const string Setting = $"{ClusterSecurityOptions.Section}:{nameof(ClusterSecurityOptions.Secret)}";

    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OncePerMinute _callers = new(time);
    private readonly OncePerMinute _listeners = new(time);

    /// <summary>Completes with the reason when another hub has refused this hub's secret for the first time.</summary>
    public Task<string> Refused => _refused.Task;

    /// <summary>A connection to this hub was refused.</summary>
    public void CallerRefused(EndPoint? caller)
    {
        if (_callers.TryTake(out var count)) LogCallerRefused(count, caller);
    }

    /// <summary>A connection from this hub failed. Returns the reason.</summary>
    public string ListenerFailed(EndPoint? listener, HandshakeResult result)
    {
        var reason = result is HandshakeResult.Refused
            ? $"The hub at {listener} refused this one: {Setting} must be the same on all hubs of a cluster."
            : $"The hub at {listener} did not prove that it knows {Setting}, which must be the same on all hubs of a cluster.";
        if (result is HandshakeResult.Refused) _refused.TrySetResult(reason);
        if (_listeners.TryTake(out _)) LogListenerFailed(reason);
        return reason;
    }

    [LoggerMessage(6003, LogLevel.Warning, "{Count} connections did not prove the cluster's secret and were refused, the last from {Caller}; further ones are counted for a minute before they are logged")]
    private partial void LogCallerRefused(long count, EndPoint? caller);

    [LoggerMessage(6004, LogLevel.Error, "{Reason}")]
    private partial void LogListenerFailed(string reason);
}
