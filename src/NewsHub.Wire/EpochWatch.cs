using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire;

/// <summary>
/// Ends this hub when the epoch has ended: what its grains and caches hold belongs to a wire that is gone, and only a new process forgets
/// all of it.
/// </summary>
internal sealed partial class EpochWatch(IWireStore store, IHostApplicationLifetime hub, TimeProvider time, ILogger<EpochWatch> logger)
    : BackgroundService
{
    /// <summary>How long a hub may take to notice that the database is another: one small query each time.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await store.CheckEpoch(stoppingToken) is not { } reason) continue;
                LogEpochEnded(reason);
                Environment.ExitCode = 1;
                hub.StopApplication();
                return;
            }
            catch (StoreUnreachableException)
            {
                // A database that is away is no other database; the store has logged it.
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogEpochNotChecked(failure);
            }
        }
    }

    [LoggerMessage(1001, LogLevel.Critical, "This hub stops with exit code 1 and must be started again: {Reason}")]
    private partial void LogEpochEnded(string reason);

    [LoggerMessage(1002, LogLevel.Error, "The epoch was not checked; it will be tried again in a second")]
    private partial void LogEpochNotChecked(Exception failure);
}
