using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire;

/// <summary>
/// Reads the wire for every downstream consumer. Yields each entry exactly once and in order, with one call in flight. Reads the log directly
/// when the wire grain cannot be reached, leaves a gap or belongs to another epoch.
/// </summary>
public sealed partial class WireFollower(IGrainFactory grains, IWireStore store, WireMetrics metrics, TimeProvider time, ILogger<WireFollower> logger)
{
    /// <summary>Maximum number of entries in a batch: 500 × about 1 KB = 0.5 MB.</summary>
    public const int MaxBatch = 500;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Yields non-empty batches of entries after <paramref name="sequence"/> until <paramref name="stopping"/> is cancelled.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Entry>> Follow(
        long sequence, [EnumeratorCancellation] CancellationToken stopping = default)
    {
        var wire = grains.GetGrain<IWireGrain>(0);
        while (!stopping.IsCancellationRequested)
        {
            var batch = await ReadNext(wire, sequence, stopping);
            if (batch.Count == 0) continue;
            sequence = batch[^1].Seq;
            yield return batch;
        }
    }

    private async Task<IReadOnlyList<Entry>> ReadNext(IWireGrain wire, long sequence, CancellationToken stopping)
    {
        try
        {
            var batch = await wire.ReadAfter(sequence, MaxBatch, stopping).WaitAsync(stopping);
            // The grain's hub has not yet detected the end of its epoch.
            if (batch is [{ Cursor.Epoch: var epoch }, ..] && epoch != store.Epoch) return await ReadFromLog(sequence, stopping);
            return IsComplete(batch, sequence) ? batch : await ReadStore(sequence, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception failure)
        {
            LogWireNotReached(failure, sequence);
            return await ReadFromLog(sequence, stopping);
        }
    }

    // The grain may run an earlier version, which does not know every kind that this one knows.
    private static bool IsComplete(IReadOnlyList<Entry> batch, long after) =>
        batch.Count == 0 || (batch[0].Seq == after + 1 && batch.All(entry => entry.Kind is not EntryKind.Other));

    private async Task<IReadOnlyList<Entry>> ReadFromLog(long sequence, CancellationToken stopping)
    {
        try
        {
            var batch = await ReadStore(sequence, stopping);
            if (batch.Count == 0) await Task.Delay(RetryDelay, time, stopping);
            return batch;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception failure)
        {
            LogReadFailed(failure, sequence);
            await Task.Delay(RetryDelay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return [];
        }
    }

    private Task<IReadOnlyList<Entry>> ReadStore(long sequence, CancellationToken stopping)
    {
        metrics.CaughtUp("hub");
        return store.ReadAfter(sequence, MaxBatch, stopping);
    }

    [LoggerMessage(1012, LogLevel.Warning, "The wire grain did not answer after sequence {Sequence}; reading the log instead")]
    private partial void LogWireNotReached(Exception failure, long sequence);

    [LoggerMessage(1013, LogLevel.Error, "Reading the log after sequence {Sequence} failed; it is retried")]
    private partial void LogReadFailed(Exception failure, long sequence);
}
