using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire;

/// <summary>
/// Keeps the newest entries in memory and holds the calls of followers that are up to date. It has no state of its own: a new activation reads
/// the log again.
/// </summary>
internal sealed partial class WireGrain(IWireStore store, SiloShutdown shutdown, WireMetrics metrics, TimeProvider time, ILogger<WireGrain> logger) : Grain, IWireGrain
{
    /// <summary>4,096 entries × about 1 KB (at most 6 KB) = 4 MB (at most 24 MB).</summary>
    internal const int RingCapacity = 4096;

    private static readonly TimeSpan MaxHold = TimeSpan.FromSeconds(5);

    /// <summary>How often the log is polled, and so the maximum delay of an entry whose nudge is lost.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>Maximum number of traces kept for entries that have been nudged but not read: 1,024 × 110 B = 0.1 MB.</summary>
    private const int MaxTraces = 1024;

    private readonly Dictionary<long, string> _traces = [];
    private EntryRing _ring = new(RingCapacity, 0);
    private TaskCompletionSource _arrival = NewSignal();
    private bool _isReading;
    private bool _isNudged;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (first, head) = await store.Bounds(cancellationToken);
        _ring = new EntryRing(RingCapacity, Math.Max(first - 1, head - RingCapacity));
        await ReadLog();
        this.RegisterGrainTimer(ReadLog, new GrainTimerCreationOptions(PollInterval, PollInterval) { KeepAlive = true, Interleave = true });
    }

    public async Task<IReadOnlyList<Entry>> ReadAfter(long sequence, int max, CancellationToken stopping)
    {
        if (sequence >= _ring.Head) await WaitForEntries(stopping);
        if (sequence >= _ring.Head) return [];
        if (_ring.Reaches(sequence)) return _ring.After(sequence, max);
        metrics.CaughtUp("grain");
        return await store.ReadAfter(sequence, max, stopping);
    }

    public Task Nudge(long sequence)
    {
        if (sequence <= _ring.Head) return Task.CompletedTask;
        if (Activity.Current is { Recorded: true, Id: { } trace } && _traces.Count < MaxTraces) _traces[sequence] = trace;
        return ReadLog();
    }

    private async Task WaitForEntries(CancellationToken stopping)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stopping, shutdown.Token);
        metrics.Held();
        await _arrival.Task.WaitAsync(MaxHold, time, linked.Token)
            .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        metrics.Released();
    }

    private async Task ReadLog()
    {
        _isNudged = true;
        if (_isReading) return;
        _isReading = true;
        try
        {
            while (_isNudged)
            {
                _isNudged = false;
                var batch = await store.ReadAfter(_ring.Head, WireFollower.MaxBatch);
                if (batch.Count == WireFollower.MaxBatch) _isNudged = true;
                Add(batch);
            }
        }
        catch (Exception failure)
        {
            LogReadFailed(failure, _ring.Head);
        }
        finally
        {
            _isReading = false;
        }
    }

    private void Add(IReadOnlyList<Entry> batch)
    {
        if (batch.Count == 0) return;
        foreach (var entry in batch) _ring.Add(_traces.Remove(entry.Seq, out var trace) ? entry with { TraceParent = trace } : entry);
        var arrived = _arrival;
        _arrival = NewSignal();
        arrived.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(1014, LogLevel.Error, "Reading the log after sequence {Sequence} failed; it is retried within one second")]
    private partial void LogReadFailed(Exception failure, long sequence);
}
