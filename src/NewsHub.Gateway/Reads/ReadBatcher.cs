using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// Counts reads in memory and sends them to the counters, in one batch per article and interval (250 ms).
/// </summary>
/// <remarks>
/// An article's next batch waits until the previous one is done, so that it never overtakes a retry: the counter ignores a batch with a lower
/// number as a repeat. Meanwhile its reads accumulate here.
/// </remarks>
internal sealed partial class ReadBatcher : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Maximum calls in flight: 64 × batches of at most 160 KB = 10 MB.</summary>
    private const int MaxCalls = 64;

    /// <summary>Delays between the attempts for one batch. After the last attempt the batch is dropped.</summary>
    private static readonly TimeSpan[] RetryDelays =
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
    // Unique per process: with the name of an earlier process, the reads of a process started after the clock was set back would count as repeats.
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

    /// <summary>Raised with the counts that a counter returned. Handlers must not block.</summary>
    public event Action<Counts>? Counted;

    /// <summary>Counts a read. Never waits.</summary>
    public void Count(string articleId, ReaderIdentity reader)
    {
        if (!_window.TryCount(articleId, _impressions.Weigh(articleId, in reader))) _metrics.Dropped(1);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WaitForCalls(cancellationToken);
        await SendAll(cancellationToken);
        await WaitForCalls(cancellationToken);
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
            // Without the token: tallies already taken must be sent.
            await _calls.WaitAsync(CancellationToken.None);
            var (articleId, batch) = (tally.ArticleId, BatchOf(tally));
            _alsoRead.AddReads(articleId, tally.Readers);
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
            if (await SendWithRetries(articleId, batch, stopping) is { } counts) Counted?.Invoke(counts);
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

    private async Task<Counts?> SendWithRetries(string articleId, ReadBatch batch, CancellationToken stopping)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var counts = await _grains.GetGrain<ITrendingCounterGrain>(articleId).Count(batch);
                _metrics.Counted(batch.Reads);
                return counts;
            }
            catch (Exception failure) when (attempt < RetryDelays.Length)
            {
                LogBatchFailed(failure, articleId, batch.Number);
            }
            await Task.Delay(RetryDelays[attempt], _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for the calls in flight.</summary>
    private async Task WaitForCalls(CancellationToken stopping)
    {
        for (var i = 0; i < MaxCalls; i++) await _calls.WaitAsync(stopping);
        _calls.Release(MaxCalls);
    }

    [LoggerMessage(4008, LogLevel.Debug, "The counter of {ArticleId} failed on batch {Number}; retrying")]
    private partial void LogBatchFailed(Exception failure, string articleId, long number);

    [LoggerMessage(4009, LogLevel.Warning, "{Reads} reads of {ArticleId} were dropped: its counter could not be reached")]
    private partial void LogBatchDropped(Exception failure, string articleId, long reads);
}
