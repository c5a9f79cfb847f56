using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NewsHub.Wire;

/// <summary>
/// Deletes old entries and receipts once an hour, in small transactions: commits run between them. Age is measured by the earlier of the wall
/// clock and the monotonic time, so that a clock set ahead does not delete the wire.
/// </summary>
internal sealed partial class WirePruning(IWireStore store, IOptions<WireOptions> options, WallClock clock, TimeProvider time, ILogger<WirePruning> logger)
    : BackgroundService
{
    /// <summary>
    /// Rows of each table that one transaction deletes: 200 take SQLite about 10 ms, which is how long a commit may wait for it. 300,000 entries
    /// take 1,500 transactions.
    /// </summary>
    internal const int MaxRows = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var (now, monotonic) = (clock.Now, time.GetUtcNow());
                if (monotonic < now) now = monotonic;
                var (entriesBefore, commandsBefore) = (now.AddDays(-options.Value.KeepEntriesDays), now.AddDays(-options.Value.KeepCommandsDays));
                while (await store.Prune(entriesBefore, commandsBefore, MaxRows, stoppingToken) > 0) stoppingToken.ThrowIfCancellationRequested();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogPruningFailed(failure);
            }
        }
    }

    [LoggerMessage(1016, LogLevel.Error, "Pruning the wire failed; it is retried in one hour")]
    private partial void LogPruningFailed(Exception failure);
}
