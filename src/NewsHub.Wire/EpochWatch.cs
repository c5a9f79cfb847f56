using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire;

/// <summary>
/// Stops this hub when its epoch has ended: grains and caches then hold state of a log that no longer exists, and only a new process discards
/// all of it.
/// </summary>
internal sealed partial class EpochWatch(IWireStore store, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<EpochWatch> logger)
    : BackgroundService
{
    /// <summary>How often the epoch is checked, with one small query.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await store.CheckEpoch(stoppingToken) is not { } reason) continue;
                LogEpochEnded(reason);
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }
            catch (StoreUnreachableException)
            {
                // An unreachable database does not end the epoch; the store has logged the failure.
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogEpochNotChecked(failure);
            }
        }
    }

    [LoggerMessage(1001, LogLevel.Critical, "This hub stops with exit code 1 and must be started again: {Reason}")]
    private partial void LogEpochEnded(string reason);

    [LoggerMessage(1002, LogLevel.Error, "The epoch check failed; it is retried in one second")]
    private partial void LogEpochNotChecked(Exception failure);
}
