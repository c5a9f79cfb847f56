using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NewsHub.Gateway.Connections;

/// <summary>One loop for all connections instead of a timer each: keeps them alive, and cuts those whose readers have stopped reading.</summary>
internal sealed partial class Pulse(Gate gate, TimeProvider time, ILogger<Pulse> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var visit in gate.Inside)
                Beat(visit);
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

    [LoggerMessage(LogLevel.Warning, "A {Transport} connection could not be kept alive and was cut")]
    private partial void LineFailed(Exception failure, string transport);
}
