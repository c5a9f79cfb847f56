using Microsoft.Extensions.Logging;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

internal sealed partial class ScheduleGrain(IWireStore store, WallClock clock, ILogger<ScheduleGrain> logger) : Grain, IScheduleGrain
{
    private const int MaxPerTick = 100;

    /// <summary>Interval between checks; a release is late by at most about this time.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(WakeDue, new GrainTimerCreationOptions(TimeSpan.Zero, Interval) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task KeepGoing() => Task.CompletedTask;

    private async Task WakeDue(CancellationToken stopping)
    {
        foreach (var batch in (await store.Due(clock.Now, MaxPerTick, stopping)).Chunk(16)) await Task.WhenAll(batch.Select(Wake));
    }

    private async Task Wake(Subject subject)
    {
        try
        {
            await (subject.Parent is null ? GrainFactory.GetGrain<IArticleGrain>(subject.Id).Wake() : GrainFactory.GetGrain<IPostGrain>(subject.Id).Wake());
        }
        catch (Exception failure)
        {
            LogWakeUpFailed(failure, subject.Id);
        }
    }

    [LoggerMessage(2001, LogLevel.Error, "Failed to wake {Subject}; it stays due and is tried again")]
    private partial void LogWakeUpFailed(Exception failure, string subject);
}
