using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NewsHub.Wire;

/// <summary>
/// Forgets old entries and receipts, once an hour. Age counts by whichever clock is behind: a machine's clock that jumps ahead must not
/// delete the wire.
/// </summary>
internal sealed partial class WirePruning(IWireStore store, IOptions<WireOptions> options, WallClock clock, TimeProvider time, ILogger<WirePruning> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var (now, steady) = (clock.Now, time.GetUtcNow());
                if (steady < now) now = steady;
                await store.Prune(now.AddDays(-options.Value.KeepEntriesDays), now.AddDays(-options.Value.KeepCommandsDays), stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogPruningFailed(failure);
            }
        }
    }

    [LoggerMessage(1016, LogLevel.Error, "The wire was not pruned; it will be tried again in an hour")]
    private partial void LogPruningFailed(Exception failure);
}
