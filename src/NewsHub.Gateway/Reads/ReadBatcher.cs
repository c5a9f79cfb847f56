using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// Counts reads in memory and tells the counters: one batch per article and interval, however often it was read.
/// </summary>
/// <remarks>
/// An article's next batch waits until the last one is through, so that a repeated batch is never overtaken: the counter takes a lower
/// number for a repeat. Meanwhile its reads gather here.
/// </remarks>
public sealed partial class ReadBatcher : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Calls in flight: with batches of at most 160 KB that is 10 MB.</summary>
    private const int MaxCalls = 64;

    /// <summary>Between the attempts for one batch; after the last one it is dropped.</summary>
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)];

    private readonly IGrainFactory _grains;
    private readonly WallClock _clock;
    private readonly TimeProvider _time;
    private readonly Impressions _impressions;
    private readonly AlsoRead _alsoRead;
    private readonly ReadMetrics _metrics;
    private readonly ILogger<ReadBatcher> _logger;
    private readonly ReadWindow _window = new();
    private readonly ConcurrentDictionary<string, ReadBatch> _inFlight = [];
    private readonly SemaphoreSlim _calls = new(MaxCalls);
    // The random part: under its predecessor's name, reads of a process that starts after the clock was set back would be taken for repeats.
    private readonly string _gateway = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
    private readonly long _epoch;
    private long _number;

    public ReadBatcher(
        IGrainFactory grains, Impressions impressions, AlsoRead alsoRead, WallClock clock, TimeProvider time, ReadMetrics metrics, ILogger<ReadBatcher> logger)
    {
        _grains = grains;
        _clock = clock;
        _time = time;
        _impressions = impressions;
        _alsoRead = alsoRead;
        _metrics = metrics;
        _logger = logger;
        _epoch = clock.Now.UtcTicks;
    }

    /// <summary>The numbers that a counter answered. Handlers return at once.</summary>
    public event Action<Counts>? Counted;

    /// <summary>Counts a read. Never waits.</summary>
    public void Count(string articleId, ReaderIdentity reader)
    {
        if (!_window.TryCount(articleId, _impressions.Weigh(articleId, in reader))) _metrics.Dropped(1);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Finish(cancellationToken);
        await SendAll(cancellationToken);
        await Finish(cancellationToken);
    }

    public override void Dispose()
    {
        _calls.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await SendAll(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task SendAll(CancellationToken stopping)
    {
        foreach (var tally in _window.Take(_inFlight.ContainsKey))
        {
            // Without the token: what was taken is sent.
            await _calls.WaitAsync(CancellationToken.None);
            var (articleId, batch) = (tally.ArticleId, BatchOf(tally));
            // Newcomers are left out: whoever would push an article by made-up readers has nothing but those.
            _alsoRead.Note(articleId, tally.Readers.Where(reader => reader.Value.IsKnown).Select(reader => reader.Key));
            tally.Return();
            _inFlight[articleId] = batch;
            _ = Send(articleId, batch, stopping);
        }
    }

    private ReadBatch BatchOf(ReadTally tally)
    {
        var (readers, origins) = (new ulong[tally.Readers.Count], new ulong[tally.Readers.Count]);
        var next = 0;
        foreach (var (reader, origin) in tally.Readers) (readers[next], origins[next++]) = (reader, origin.Bits);
        return new ReadBatch(_gateway, _epoch, ++_number, tally.Reads, readers, origins, tally.Bots, _clock.Now);
    }

    private async Task Send(string articleId, ReadBatch batch, CancellationToken stopping)
    {
        try
        {
            if (await Attempt(articleId, batch, stopping) is { } counts) Counted?.Invoke(counts);
        }
        catch (Exception failure)
        {
            LogBatchDropped(failure, articleId, batch.Reads);
            _metrics.Dropped(batch.Reads);
        }
        finally
        {
            _inFlight.TryRemove(articleId, out _);
            _calls.Release();
        }
    }

    private async Task<Counts?> Attempt(string articleId, ReadBatch batch, CancellationToken stopping)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var counts = await _grains.GetGrain<ITrendingCounterGrain>(articleId).Count(batch);
                _metrics.Counted(batch.Reads);
                return counts;
            }
            catch (Exception failure) when (attempt < Pauses.Length)
            {
                LogBatchFailed(failure, articleId, batch.Number);
            }
            await Task.Delay(Pauses[attempt], _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for the calls in flight.</summary>
    private async Task Finish(CancellationToken stopping)
    {
        for (var i = 0; i < MaxCalls; i++) await _calls.WaitAsync(stopping);
        _calls.Release(MaxCalls);
    }

    [LoggerMessage(4008, LogLevel.Debug, "The counter of {ArticleId} did not answer to batch {Number}; it is sent again")]
    private partial void LogBatchFailed(Exception failure, string articleId, long number);

    [LoggerMessage(4009, LogLevel.Warning, "{Reads} reads of {ArticleId} were dropped: its counter was not reached")]
    private partial void LogBatchDropped(Exception failure, string articleId, long reads);
}
