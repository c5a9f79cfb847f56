using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Articles.Newsrooms;

namespace NewsHub.Gateway.Connections;

/// <summary>
/// Keeps all connections alive from one loop instead of a timer each, aborts those whose readers have stopped reading, and closes those whose
/// key was revoked.
/// </summary>
internal sealed partial class Heartbeat(ConnectionLimiter limiter, KeyCache keys, TimeProvider time, ILogger<Heartbeat> logger) : BackgroundService
{
    /// <summary>The reason sent to a connection whose key was revoked.</summary>
    public const string KeyRevoked = "The key was revoked.";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var keyCheck = Task.CompletedTask;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var lease in limiter.Leases) Tick(lease);
            if (keyCheck.IsCompleted) keyCheck = CloseRevoked(); // not awaited: an unresponsive keyring must not delay ticks
        }
    }

    private async Task CloseRevoked()
    {
        try
        {
            foreach (var leases in limiter.LeasesWithKey.ToLookup(lease => lease.KeyHash!))
            {
                if (await keys.Find(leases.Key) is not null) continue;
                foreach (var lease in leases) Close(lease);
            }
        }
        catch (Exception failure)
        {
            // The connections stay open: every command checks its key as well.
            LogKeyCheckFailed(failure);
        }
    }

    private void Close(ConnectionLease lease)
    {
        try
        {
            lease.Transport.Close(KeyRevoked);
        }
        catch (Exception failure)
        {
            LogTickFailed(failure, lease.TransportName);
            lease.Transport.Abort();
        }
    }

    private void Tick(ConnectionLease lease)
    {
        try
        {
            lease.Outbox.AbortIfStalled();
            lease.Transport.Tick(lease.Outbox);
        }
        catch (Exception failure)
        {
            // A failure on one connection must not affect the others.
            LogTickFailed(failure, lease.TransportName);
            lease.Transport.Abort();
        }
    }

    [LoggerMessage(4001, LogLevel.Warning, "Could not check the keys of live connections; retrying in one second")]
    private partial void LogKeyCheckFailed(Exception failure);

    [LoggerMessage(4002, LogLevel.Warning, "A {Transport} connection failed its heartbeat and was aborted")]
    private partial void LogTickFailed(Exception failure, string transport);
}
