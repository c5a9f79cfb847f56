using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NewsHub.Articles.Lifecycle;

/// <summary>Calls the schedule grain every 5 seconds, so that it is activated again after its silo fails.</summary>
internal sealed partial class ScheduleKeeper(IGrainFactory grains, TimeProvider time, ILogger<ScheduleKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await grains.GetGrain<IScheduleGrain>(0).KeepGoing();
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogScheduleNotReached(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(2002, LogLevel.Warning, "Failed to reach the schedule; retrying in 5 seconds")]
    private partial void LogScheduleNotReached(Exception failure);
}
