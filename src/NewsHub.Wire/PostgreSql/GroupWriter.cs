using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Stores writes of one kind in batches: all waiting writes become one statement, one round trip and one disk flush.
/// <code>
/// 1 take the waiting writes   2 send them as one transaction   3 complete each
/// </code>
/// The server has received the whole transaction before it takes a lock, so a hub that freezes or dies never blocks others. A transient rollback
/// is retried. If the connection breaks after sending, the outcome is unknown and is reported as such.
/// </summary>
internal sealed partial class GroupWriter<TWrite, TAnswer> : IAsyncDisposable
{
    /// <summary>Maximum number of waiting writes: 10,000 × about 4 KB = 40 MB, about one second of work.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>Maximum number of writes in a transaction. Their answers, 512 × about 150 bytes, fit a socket buffer, so the server never waits for the hub to read them.</summary>
    private const int MaxBatch = 512;

    /// <summary>How long a batch is retried. Less than the ten seconds after which callers get "outcome unknown".</summary>
    private static readonly TimeSpan RetryTimeout = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _source;
    private readonly Func<NpgsqlConnection, IReadOnlyList<TWrite>, Task<IReadOnlyList<TAnswer>>> _send;
    private readonly Func<TWrite, IEnumerable<object>> _conflictKeys;
    private readonly Func<TWrite, bool> _isAlone;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _writing;

    private readonly Channel<Pending> _waiting =
        Channel.CreateBounded<Pending>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <param name="send">Stores a batch as one transaction in one round trip; returns one answer per write, in order.</param>
    /// <param name="conflictKeys">Keys that no two writes of a batch may share.</param>
    /// <param name="isAlone">True for a write that shares a transaction with no other; null if there are none.</param>
    public GroupWriter(
        NpgsqlDataSource source, Func<NpgsqlConnection, IReadOnlyList<TWrite>, Task<IReadOnlyList<TAnswer>>> send,
        Func<TWrite, IEnumerable<object>> conflictKeys, TimeProvider time, ILogger logger, Func<TWrite, bool>? isAlone = null)
    {
        (_source, _send, _conflictKeys, _isAlone, _time, _logger) = (source, send, conflictKeys, isAlone ?? (_ => false), time, logger);
        _writing = Task.Run(Loop);
    }

    /// <summary>Queues a write. Completes when its outcome is known and, if it was stored, it is durable.</summary>
    /// <exception cref="StoreBusyException">The queue is full.</exception>
    /// <exception cref="StoreUnreachableException">The database did not answer; the message says whether it may have been stored.</exception>
    public Task<TAnswer> Write(TWrite write)
    {
        var pending = new Pending(write);
        if (_waiting.Writer.TryWrite(pending)) return pending.Answer.Task;
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        throw new StoreBusyException(MaxWaiting);
    }

    /// <summary>Finishes the waiting writes, without retries for an unreachable database, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _waiting.Writer.TryComplete();
        await _writing;
        _closing.Dispose();
    }

    private async Task Loop()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var batch = TakeBatch(); // 1
            if (await TrySend(batch) is not { } failure) continue;
            // One invalid write must not fail the rest of its batch.
            if (batch.Count > 1 && Failures.IsRolledBack(failure)) await SendOneByOne(batch);
            else Fail(batch, failure);
        }
    }

    private List<Pending> TakeBatch()
    {
        var (batch, takenKeys) = (new List<Pending>(), new HashSet<object>());
        while (batch.Count < MaxBatch && _waiting.Reader.TryPeek(out var next))
        {
            var conflictKeys = _conflictKeys(next.Write).ToArray();
            var isAlone = _isAlone(next.Write);
            if (conflictKeys.Any(takenKeys.Contains) || (isAlone && batch.Count > 0)) break;
            takenKeys.UnionWith(conflictKeys);
            if (_waiting.Reader.TryRead(out next)) batch.Add(next);
            if (isAlone) break;
        }

        return batch;
    }

    private async Task SendOneByOne(List<Pending> batch)
    {
        foreach (var pending in batch)
            if (await TrySend([pending]) is { } failure)
                Fail([pending], failure);
    }

    /// <summary>Returns null if the batch was sent and completed, otherwise the failure.</summary>
    private async Task<Exception?> TrySend(List<Pending> batch)
    {
        for (var start = _time.GetTimestamp(); ;)
        {
            var isSent = false;
            try
            {
                await using var connection = await _source.OpenConnectionAsync();
                isSent = true;
                var answers = await _send(connection, batch.ConvertAll(pending => pending.Write)); // 2
                for (var i = 0; i < batch.Count; i++) batch[i].Answer.SetResult(answers[i]); // 3
                return null;
            }
            catch (Exception failure) when (isSent ? Failures.IsTransient(failure) : Failures.IsConnectionFailure(failure) && !Failures.IsAccessDenied(failure))
            {
                if (_closing.IsCancellationRequested || _time.GetElapsedTime(start) > RetryTimeout) return GiveUp(StoreUnreachableException.NothingStored(), failure);
                LogStoreRetried(failure, batch.Count);
                _source.Clear(); // the other pooled connections are probably broken, too
            }
            catch (Exception failure)
            {
                if (!isSent || !Failures.IsConnectionFailure(failure)) return failure;
                _source.Clear();
                return GiveUp(StoreUnreachableException.Unknown(), failure);
            }

            await Task.Delay(RetryDelay, _time, CancellationToken.None);
        }
    }

    private StoreUnreachableException GiveUp(StoreUnreachableException outcome, Exception failure)
    {
        LogDatabaseLost(failure);
        return outcome;
    }

    private void Fail(List<Pending> batch, Exception failure)
    {
        LogStoreFailed(failure, batch.Count);
        foreach (var pending in batch) pending.Answer.SetException(failure);
    }

    private sealed record Pending(TWrite Write)
    {
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(1003, LogLevel.Warning, "{Writes} writes were not stored and are retried")]
    private partial void LogStoreRetried(Exception failure, int writes);

    [LoggerMessage(1004, LogLevel.Warning, "The connection to the database was lost")]
    private partial void LogDatabaseLost(Exception failure);

    [LoggerMessage(1005, LogLevel.Error, "{Writes} writes failed; the failure was returned to their callers")]
    private partial void LogStoreFailed(Exception failure, int writes);
}
