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
/// is retried. If the connection breaks after sending, the outcome is unknown and is reported as such. A write that cannot be sent in time, as
/// behind a batch that waits for a lock, is refused: see <see cref="Limits"/>.
/// </summary>
internal sealed partial class GroupWriter<TWrite, TAnswer> : IAsyncDisposable
{
    /// <summary>Maximum number of waiting writes: 10,000 × about 4 KB = 40 MB, about one second of work.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>Maximum number of writes in a transaction. Their answers, 512 × about 150 bytes, fit a socket buffer, so the server never waits for the hub to read them.</summary>
    private const int MaxBatch = 512;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly Connections _connections;
    private readonly Func<NpgsqlConnection, IReadOnlyList<TWrite>, Task<IReadOnlyList<TAnswer>>> _send;
    private readonly Func<TWrite, IEnumerable<object>> _conflictKeys;
    private readonly Func<TWrite, bool> _isAlone;
    private readonly WireMetrics? _metrics;
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
        Connections connections, Func<NpgsqlConnection, IReadOnlyList<TWrite>, Task<IReadOnlyList<TAnswer>>> send,
        Func<TWrite, IEnumerable<object>> conflictKeys, WireMetrics? metrics, TimeProvider time, ILogger logger, Func<TWrite, bool>? isAlone = null)
    {
        (_connections, _send, _conflictKeys, _isAlone) = (connections, send, conflictKeys, isAlone ?? (_ => false));
        (_metrics, _time, _logger) = (metrics, time, logger);
        _writing = Task.Run(Loop);
    }

    /// <summary>Queues a write. Completes when its outcome is known and, if it was stored, it is durable.</summary>
    /// <exception cref="StoreBusyException">The queue is full.</exception>
    /// <exception cref="StoreUnreachableException">The database did not answer; the message says whether it may have been stored.</exception>
    public Task<TAnswer> Write(TWrite write)
    {
        var pending = new Pending(write, _time.GetTimestamp());
        if (!_waiting.Writer.TryWrite(pending))
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            throw new StoreBusyException(MaxWaiting);
        }

        _metrics?.Queued(1);
        return pending.Answer.Task;
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
            RefuseExpired();
            var batch = TakeBatch(); // 1
            if (batch.Count == 0 || await TrySend(batch) is not { } failure) continue;
            // One invalid write must not fail the rest of its batch.
            if (batch.Count > 1 && Failures.IsRolledBack(failure)) await SendOneByOne(batch);
            else Fail(batch, failure);
        }
    }

    private void RefuseExpired()
    {
        while (_waiting.Reader.TryPeek(out var next) && Age(next) > Limits.Unsent && _waiting.Reader.TryRead(out next))
        {
            _metrics?.Dequeued(1);
            next.Answer.SetException(StoreUnreachableException.NothingStored());
        }
    }

    private TimeSpan Age(Pending pending) => _time.GetElapsedTime(pending.Since);

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

        _metrics?.Dequeued(batch.Count);
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
        for (Exception? failure = null; ; await Task.Delay(RetryDelay, _time, CancellationToken.None))
        {
            var left = Limits.Unsent - Age(batch[0]);
            if (left <= TimeSpan.Zero || (failure is not null && _closing.IsCancellationRequested)) return GiveUp(StoreUnreachableException.NothingStored(), failure);
            NpgsqlConnection connection;
            try
            {
                using var timeout = new CancellationTokenSource(left);
                connection = await _connections.Open(timeout.Token);
            }
            catch (Exception notOpened) when ((Failures.IsConnectionFailure(notOpened) || notOpened is OperationCanceledException) && !Failures.IsAccessDenied(notOpened))
            {
                failure = Retry(batch, notOpened);
                continue;
            }
            catch (Exception notOpened)
            {
                return notOpened;
            }

            try
            {
                var start = _time.GetTimestamp();
                var answers = await Send(connection, batch).WaitAsync(Limits.Answer); // 2
                _metrics?.Committed(batch.Count, _time.GetElapsedTime(start));
                for (var i = 0; i < batch.Count; i++) batch[i].Answer.SetResult(answers[i]); // 3
                return null;
            }
            catch (Exception rolledBack) when (Failures.IsTransient(rolledBack))
            {
                failure = Retry(batch, rolledBack);
            }
            catch (Exception sent)
            {
                if (Failures.FindExhaustion(sent) is { } exhausted) return GiveUp(exhausted, sent);
                if (!Failures.IsConnectionFailure(sent)) return sent;
                _connections.Clear();
                return GiveUp(StoreUnreachableException.Unknown(), sent);
            }
        }
    }

    private async Task<IReadOnlyList<TAnswer>> Send(NpgsqlConnection connection, List<Pending> batch)
    {
        await using (connection) return await _send(connection, batch.ConvertAll(pending => pending.Write));
    }

    private Exception Retry(List<Pending> batch, Exception failure)
    {
        LogStoreRetried(failure, batch.Count);
        _connections.Clear(); // the other pooled connections are probably broken, too
        return failure;
    }

    private StoreUnreachableException GiveUp(StoreUnreachableException outcome, Exception? failure)
    {
        LogDatabaseLost(failure);
        return outcome;
    }

    private void Fail(List<Pending> batch, Exception failure)
    {
        LogStoreFailed(failure, batch.Count);
        foreach (var pending in batch) pending.Answer.SetException(failure);
    }

    /// <param name="Since">When the write was queued.</param>
    private sealed record Pending(TWrite Write, long Since)
    {
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(1003, LogLevel.Warning, "{Writes} writes were not stored and are retried")]
    private partial void LogStoreRetried(Exception failure, int writes);

    [LoggerMessage(1004, LogLevel.Warning, "The database did not answer, or cannot write")]
    private partial void LogDatabaseLost(Exception? failure);

    [LoggerMessage(1005, LogLevel.Error, "{Writes} writes failed; the failure was returned to their callers")]
    private partial void LogStoreFailed(Exception failure, int writes);
}
