using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Articles.Newsrooms;

namespace NewsHub.Gateway.Connections;

/// <summary>
/// One loop for all connections instead of a timer each: keeps them alive, cuts those whose readers have stopped reading, and ends those whose
/// key was revoked.
/// </summary>
internal sealed partial class Pulse(Gate gate, KnownKeys keys, TimeProvider time, ILogger<Pulse> logger) : BackgroundService
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
            foreach (var visit in gate.Inside) Beat(visit);
            if (asking.IsCompleted) asking = EndThoseWithoutKey(); // not awaited: a keyring that does not answer stops no beat
        }
    }

    private async Task EndThoseWithoutKey()
    {
        try
        {
            foreach (var visits in gate.WithKey.ToLookup(visit => visit.KeyHash!))
            {
                if (await keys.Find(visits.Key) is not null) continue;
                foreach (var visit in visits) End(visit);
            }
        }
        catch (Exception failure)
        {
            // Nobody is sent away for it: each command asks for its key, too.
            KeysNotReached(failure);
        }
    }

    private void End(Visit visit)
    {
        try
        {
            visit.Line.End(KeyGone);
        }
        catch (Exception failure)
        {
            LineFailed(failure, visit.Transport);
            visit.Line.Cut();
        }
    }

    private void Beat(Visit visit)
    {
        try
        {
            visit.Outbox.CutIfStalled();
            visit.Line.Beat(visit.Outbox);
        }
        catch (Exception failure)
        {
            // One line's trouble is nobody else's.
            LineFailed(failure, visit.Transport);
            visit.Line.Cut();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The keys of live connections could not be asked for; trying again in a second")]
    private partial void KeysNotReached(Exception failure);

    [LoggerMessage(LogLevel.Warning, "A {Transport} connection could not be kept alive and was cut")]
    private partial void LineFailed(Exception failure, string transport);
}
