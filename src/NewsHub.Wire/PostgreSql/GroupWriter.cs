using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Writes of one kind, in batches: whatever waits goes together, as one statement, in one round trip and one flush of the disk.
/// <code>
/// 1 take what waits   2 send it as one transaction   3 answer each
/// </code>
/// The transaction begins and ends in the server, which has all of it before it takes a lock: a hub that freezes or dies holds nobody up.
/// What the server rolled back is tried again; where the line broke after sending, nobody knows, and the callers are told so.
/// </summary>
internal sealed partial class GroupWriter<TWrite, TAnswer> : IAsyncDisposable
{
    /// <summary>Writes that may wait: 10,000 × about 4 KB = 40 MB, and about a second of work.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>Writes in one transaction. Their answers, 512 × about 150 bytes, fit a socket's buffer: the server never waits for the hub to take them.</summary>
    private const int MaxBatch = 512;

    /// <summary>How long a batch waits for the database. A caller is told after ten seconds that nobody knows.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _source;
    private readonly Func<NpgsqlConnection, IReadOnlyList<TWrite>, Task<IReadOnlyList<TAnswer>>> _send;
    private readonly Func<TWrite, IEnumerable<object>> _conflictKeys;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _writing;

    private readonly Channel<Pending> _waiting =
        Channel.CreateBounded<Pending>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <param name="send">Stores a batch as one transaction in one round trip; answers for each write, in their order.</param>
    /// <param name="conflictKeys">What no two writes of a batch may have in common.</param>
    public GroupWriter(
        NpgsqlDataSource source, Func<NpgsqlConnection, IReadOnlyList<TWrite>, Task<IReadOnlyList<TAnswer>>> send,
        Func<TWrite, IEnumerable<object>> conflictKeys, TimeProvider time, ILogger logger)
    {
        (_source, _send, _conflictKeys, _time, _logger) = (source, send, conflictKeys, time, logger);
        _writing = Task.Run(Loop);
    }

    /// <summary>Completes when it is decided and, where it was stored, would survive a power cut.</summary>
    /// <exception cref="StoreBusyException">Too much waits already.</exception>
    /// <exception cref="StoreUnreachableException">The database did not answer; the message says whether it may have been stored.</exception>
    public Task<TAnswer> Write(TWrite write)
    {
        var pending = new Pending(write);
        if (_waiting.Writer.TryWrite(pending)) return pending.Answer.Task;
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        throw new StoreBusyException(MaxWaiting);
    }

    /// <summary>Finishes what waits, then stops; waits for a lost database no longer.</summary>
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
            var batch = Take(); // 1
            if (await TrySend(batch) is not { } failure) continue;
            // One bad write must not fail its neighbours.
            if (batch.Count > 1 && Failures.IsRolledBack(failure)) await SendOneByOne(batch);
            else Fail(batch, failure);
        }
    }

    private List<Pending> Take()
    {
        var (batch, takenKeys) = (new List<Pending>(), new HashSet<object>());
        while (batch.Count < MaxBatch && _waiting.Reader.TryPeek(out var next))
        {
            var conflictKeys = _conflictKeys(next.Write).ToArray();
            if (conflictKeys.Any(takenKeys.Contains)) break;
            takenKeys.UnionWith(conflictKeys);
            if (_waiting.Reader.TryRead(out next)) batch.Add(next);
        }

        return batch;
    }

    private async Task SendOneByOne(List<Pending> batch)
    {
        foreach (var one in batch)
            if (await TrySend([one]) is { } failure)
                Fail([one], failure);
    }

    /// <summary>Null: sent and answered.</summary>
    private async Task<Exception?> TrySend(List<Pending> batch)
    {
        for (var since = _time.GetTimestamp(); ;)
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
                if (_closing.IsCancellationRequested || _time.GetElapsedTime(since) > MaxWait) return GiveUp(StoreUnreachableException.NothingStored(), failure);
                LogStoreRetried(failure, batch.Count);
                _source.Clear(); // the other connections are likely to be as useless
            }
            catch (Exception failure)
            {
                if (!isSent || !Failures.IsConnectionFailure(failure)) return failure;
                _source.Clear();
                return GiveUp(StoreUnreachableException.Unknown(), failure);
            }

            await Task.Delay(Pause, _time, CancellationToken.None);
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

    [LoggerMessage(1003, LogLevel.Warning, "{Writes} writes wait for the database")]
    private partial void LogStoreRetried(Exception failure, int writes);

    [LoggerMessage(1004, LogLevel.Warning, "The database was lost")]
    private partial void LogDatabaseLost(Exception failure);

    [LoggerMessage(1005, LogLevel.Error, "{Writes} writes failed, and their callers were told")]
    private partial void LogStoreFailed(Exception failure, int writes);
}
