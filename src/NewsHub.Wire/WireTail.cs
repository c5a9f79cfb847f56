using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire;

/// <summary>
/// The one reading of the wire in a process, shared by all that follow it here. It starts with the first follower. Each follower goes at its own
/// pace; one that falls behind the entries in memory reads the log.
/// </summary>
public sealed partial class WireTail(WireFollower wire, IWireStore store, WireMetrics metrics, TimeProvider time, ILogger<WireTail> logger)
    : BackgroundService
{
    /// <summary>Entries in memory: 1,024 × about 1 KB = 1 MB, shared with what the followers keep.</summary>
    private const int Capacity = 1024;

    private readonly Lock _lock = new();
    private readonly Retry _retry = new(time);
    private readonly TaskCompletionSource _isFollowed = NewSignal();
    private EntryRing? _ring;
    private TaskCompletionSource _arrival = NewSignal();

    /// <summary>Yields non-empty batches of entries after <paramref name="sequence"/>, each entry once and in order, until <paramref name="stopping"/> is cancelled.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Entry>> Follow(long sequence, [EnumeratorCancellation] CancellationToken stopping = default)
    {
        _isFollowed.TrySetResult();
        while (!stopping.IsCancellationRequested)
        {
            var (batch, arrival) = Read(sequence);
            batch ??= await ReadLog(sequence, stopping);
            if (batch.Count == 0)
            {
                await arrival.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            sequence = batch[^1].Seq;
            yield return batch;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _isFollowed.Task.WaitAsync(stoppingToken);
        var (_, head) = await _retry.UntilDone(store.Bounds, failure =>
        {
            LogHeadNotRead(failure);
            return true;
        }, stoppingToken);
        Add(new EntryRing(Capacity, head), []);
        await foreach (var batch in wire.Follow(head, stoppingToken)) Add(_ring!, batch);
    }

    /// <summary>Returns the entries after a sequence, empty if there are none yet; null if memory does not reach that far back. And what signals the next.</summary>
    private (IReadOnlyList<Entry>? Batch, Task Arrival) Read(long sequence)
    {
        lock (_lock)
        {
            var batch = _ring is null ? [] : _ring.Reaches(sequence) ? _ring.After(sequence, WireFollower.MaxBatch) : null;
            return (batch, _arrival.Task);
        }
    }

    private Task<IReadOnlyList<Entry>> ReadLog(long sequence, CancellationToken stopping) => _retry.UntilDone(
        token =>
        {
            metrics.CaughtUp("hub");
            return store.ReadAfter(sequence, WireFollower.MaxBatch, token);
        }, failure =>
        {
            LogReadFailed(failure, sequence);
            return true;
        }, stopping);

    private void Add(EntryRing ring, IReadOnlyList<Entry> batch)
    {
        TaskCompletionSource arrived;
        lock (_lock)
        {
            foreach (var entry in batch) ring.Add(entry);
            (_ring, arrived, _arrival) = (ring, _arrival, NewSignal());
        }

        arrived.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(1042, LogLevel.Error, "The head of the wire could not be read; retrying")]
    private partial void LogHeadNotRead(Exception failure);

    [LoggerMessage(1043, LogLevel.Error, "Reading the log after sequence {Sequence} failed; retrying")]
    private partial void LogReadFailed(Exception failure, long sequence);
}
