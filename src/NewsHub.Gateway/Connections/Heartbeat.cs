using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Articles.Newsrooms;

namespace NewsHub.Gateway.Connections;

/// <summary>
/// One loop for all connections instead of a timer each: keeps them alive, cuts those whose readers have stopped reading, and ends those whose
/// key was revoked.
/// </summary>
internal sealed partial class Heartbeat(ConnectionLimiter limiter, KnownKeys keys, TimeProvider time, ILogger<Heartbeat> logger) : BackgroundService
{
    /// <summary>The reason sent to a connection whose key was revoked.</summary>
    public const string KeyGone = "The key was revoked.";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var asking = Task.CompletedTask;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var lease in limiter.Inside) Tick(lease);
            if (asking.IsCompleted) asking = EndThoseWithoutKey(); // not awaited: a keyring that does not answer stops no beat
        }
    }

    private async Task EndThoseWithoutKey()
    {
        try
        {
            foreach (var visits in limiter.WithKey.ToLookup(lease => lease.KeyHash!))
            {
                if (await keys.Find(visits.Key) is not null) continue;
                foreach (var lease in visits) End(lease);
            }
        }
        catch (Exception failure)
        {
            // Nobody is sent away for it: each command asks for its key, too.
            LogKeysNotReached(failure);
        }
    }

    private void End(ConnectionLease lease)
    {
        try
        {
            lease.Transport.Close(KeyGone);
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
            // One line's trouble is nobody else's.
            LogTickFailed(failure, lease.TransportName);
            lease.Transport.Abort();
        }
    }

    [LoggerMessage(4001, LogLevel.Warning, "The keys of live connections could not be asked for; trying again in a second")]
    private partial void LogKeysNotReached(Exception failure);

    [LoggerMessage(4002, LogLevel.Warning, "A {Transport} connection could not be kept alive and was cut")]
    private partial void LogTickFailed(Exception failure, string transport);
}
