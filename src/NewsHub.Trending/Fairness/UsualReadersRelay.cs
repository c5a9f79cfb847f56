using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Trending.Recording;
using NewsHub.Wire;

namespace NewsHub.Trending.Fairness;

/// <summary>Collects where the readers that this process counts came from, and exchanges it for the sums of all processes, once a minute.</summary>
internal sealed partial class UsualReadersRelay(IGrainFactory grains, TrendingLog log, WallClock clock, TimeProvider time, ILogger<UsualReadersRelay> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private UsualReaders _counted = UsualReaders.None;
    private volatile UsualReaders _current = UsualReaders.None;

    /// <summary>The counted readers of all articles, at most a minute old.</summary>
    public UsualReaders Current => _current;

    public void Add(UsualReaders counted)
    {
        lock (_lock) _counted = _counted.Plus(counted);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await new Retry(time).UntilDone(_ => Exchange(), LogRetry, stoppingToken);
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryExchange();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private bool LogRetry(Exception failure)
    {
        LogNotExchanged(failure);
        return true;
    }

    private async Task TryExchange()
    {
        try
        {
            await Exchange();
        }
        catch (Exception failure)
        {
            LogNotExchanged(failure);
        }
    }

    private async Task Exchange()
    {
        UsualReaders counted;
        lock (_lock) (counted, _counted) = (_counted, UsualReaders.None);
        try
        {
            _current = await grains.GetGrain<IUsualReadersGrain>(0).Add(counted);
            if (log.IsEnabled) log.Write(new TrendingEvent(clock.Now, Usual: _current));
        }
        catch
        {
            Add(counted); // the grain may have them already; counting them twice changes shares by little
            throw;
        }
    }

    [LoggerMessage(3012, LogLevel.Warning, "Where readers usually come from could not be exchanged; the last known shares are used")]
    private partial void LogNotExchanged(Exception failure);
}
