using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire;

/// <summary>
/// The loop that everything downstream of the wire uses. It hands on every entry once and in order: one call in flight, what was
/// seen is dropped, and the log itself is read whenever the grain cannot be reached or leaves a gap.
/// </summary>
public sealed partial class WireFollower(IGrainFactory grains, IWireStore store, TimeProvider time, ILogger<WireFollower> logger)
{
    /// <summary>Most entries handed on at once: 500 × about 1 KB = 0.5 MB.</summary>
    public const int MaxBatch = 500;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(250);

    /// <summary>Batches of entries after <paramref name="sequence"/>, never empty, until <paramref name="stopping"/>.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Entry>> Follow(
        long sequence, [EnumeratorCancellation] CancellationToken stopping = default)
    {
        var wire = grains.GetGrain<IWireGrain>(0);
        while (!stopping.IsCancellationRequested)
        {
            var batch = await Next(wire, sequence, stopping);
            if (batch.Count == 0) continue;
            sequence = batch[^1].Seq;
            yield return batch;
        }
    }

    private async Task<IReadOnlyList<Entry>> Next(IWireGrain wire, long sequence, CancellationToken stopping)
    {
        try
        {
            var batch = await wire.ReadAfter(sequence, MaxBatch, stopping).WaitAsync(stopping);
            // A hub that has not noticed yet that its epoch has ended.
            if (batch is [{ Cursor.Epoch: var epoch }, ..] && epoch != store.Epoch) return await NextFromLog(sequence, stopping);
            return IsWhole(batch, sequence) ? batch : await store.ReadAfter(sequence, MaxBatch, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception failure)
        {
            LogWireNotReached(failure, sequence);
            return await NextFromLog(sequence, stopping);
        }
    }

    // The grain may be of an earlier version, and not know a kind that this one does.
    private static bool IsWhole(IReadOnlyList<Entry> batch, long after) =>
        batch.Count == 0 || (batch[0].Seq == after + 1 && batch.All(entry => entry.Kind is not EntryKind.Other));

    private async Task<IReadOnlyList<Entry>> NextFromLog(long sequence, CancellationToken stopping)
    {
        try
        {
            var batch = await store.ReadAfter(sequence, MaxBatch, stopping);
            if (batch.Count == 0) await Task.Delay(PauseAfterFailure, time, stopping);
            return batch;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception failure)
        {
            LogReadFailed(failure, sequence);
            await Task.Delay(PauseAfterFailure, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return [];
        }
    }

    [LoggerMessage(1012, LogLevel.Warning, "The wire grain was not reached at {Sequence}; the log was read instead")]
    private partial void LogWireNotReached(Exception failure, long sequence);

    [LoggerMessage(1013, LogLevel.Error, "The log was not read at {Sequence}; trying again")]
    private partial void LogReadFailed(Exception failure, long sequence);
}
