using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire.Sqlite;

/// <summary>
/// The single writer. All writes waiting when a commit begins are stored in it, so one fsync serves many callers:
/// <code>
/// 1 take the waiting writes   2 BEGIN IMMEDIATE   3 run each   4 COMMIT (fsync)   5 complete each
/// 6 after an erasing write, truncate the write-ahead log, which still contains the erased content
/// </code>
/// </summary>
internal sealed partial class GroupCommitWriter : IDisposable
{
    /// <summary>Maximum number of waiting writes: 10,000 × about 4 KB = 40 MB, about a third of a second of work.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>Maximum number of writes in a commit: enough to amortize the fsync, few enough to bound the wait of the first one.</summary>
    private const int MaxBatch = 512;

    private readonly SqliteSession _session;
    private readonly WireMetrics? _metrics;
    private readonly ILogger _logger;
    private readonly BlockingCollection<IWrite> _waiting = new(MaxWaiting);
    private readonly Thread _thread;

    private bool _isTruncationDue;

    /// <summary>True after a write failed for a reason that passes by itself, such as a full disk, until a commit succeeds.</summary>
    private bool _isUnwritable;

    /// <summary>True while the last transaction was ending.</summary>
    private bool _isCommitting;

    public GroupCommitWriter(SqliteSession session, WireMetrics? metrics, ILogger logger)
    {
        (_session, _metrics, _logger) = (session, metrics, logger);
        _thread = new Thread(Loop) { Name = "newshub-writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs <paramref name="work"/> in the next commit. It may run twice, so it must depend only on the database.</summary>
    /// <param name="erases">True if the overwritten content must be removed from the write-ahead log, too.</param>
    /// <exception cref="StoreBusyException">The queue is full.</exception>
    /// <exception cref="StoreUnreachableException">The disk is full, or another program has locked the database for five seconds.</exception>
    public Task<T> Write<T>(Func<SqliteSession, T> work, bool erases = false)
    {
        var write = new PendingWrite<T>(work, erases);
        try
        {
            if (!_waiting.TryAdd(write)) throw new StoreBusyException(MaxWaiting);
        }
        catch (InvalidOperationException) when (_waiting.IsAddingCompleted)
        {
            throw new ObjectDisposedException(nameof(GroupCommitWriter), "The store is closed.");
        }

        _metrics?.Queued(1);
        return write.Completion;
    }

    /// <summary>Finishes the waiting writes, then stops.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _session.Dispose();
        _waiting.Dispose();
    }

    private void Loop()
    {
        var batch = new List<IWrite>(MaxBatch);
        foreach (var first in _waiting.GetConsumingEnumerable()) // 1
        {
            batch.Add(first);
            while (batch.Count < MaxBatch && _waiting.TryTake(out var next)) batch.Add(next);
            _metrics?.Dequeued(batch.Count);
            if (TryCommit(batch, out var failure)) LogIfWritableAgain();
            else if (SqliteFailures.IsLocked(failure)) FailAllWaiting(batch, failure);
            else if (batch.Count == 1) Fail(batch[0], failure);
            else CommitOneByOne(batch);
            _isTruncationDue |= batch.Exists(write => write.Erases);
            if (_isTruncationDue) _isTruncationDue = !TryTruncateLog(); // 6
            batch.Clear();
        }
    }

    private bool TryCommit(List<IWrite> batch, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Exception? failure)
    {
        _isCommitting = false;
        var start = Stopwatch.GetTimestamp();
        try
        {
            _session.Execute("BEGIN IMMEDIATE"); // 2
            foreach (var write in batch) write.Run(_session); // 3
            _isCommitting = true;
            _session.Execute("COMMIT"); // 4
        }
        catch (Exception caught)
        {
            RollBack();
            failure = caught;
            return false;
        }

        _metrics?.Committed(batch.Count, Stopwatch.GetElapsedTime(start));
        foreach (var write in batch) write.Succeed(); // 5
        failure = null;
        return true;
    }

    // One invalid write must not fail the rest of its batch.
    private void CommitOneByOne(List<IWrite> batch)
    {
        foreach (var write in batch)
            if (!TryCommit([write], out var failure))
                Fail(write, failure);
    }

    // The writes that arrived meanwhile have waited for the same lock: if each batch waited in turn, 10,000 / 512 × 5 s = 100 s could pass.
    private void FailAllWaiting(List<IWrite> batch, Exception failure)
    {
        foreach (var write in batch) Fail(write, failure);
        for (var waiting = _waiting.Count; waiting > 0 && _waiting.TryTake(out var write); waiting--)
        {
            _metrics?.Dequeued(1);
            Fail(write, failure);
        }
    }

    private void Fail(IWrite write, Exception failure)
    {
        var reported = SqliteFailures.OfWrite(failure, _isCommitting);
        if (reported is StoreUnreachableException && !_isUnwritable)
        {
            _isUnwritable = true;
            LogNotWritable(failure);
        }

        write.Fail(reported);
    }

    private void LogIfWritableAgain()
    {
        if (!_isUnwritable) return;
        _isUnwritable = false;
        LogWritableAgain();
    }

    // The log cannot be truncated while a reader uses it. The next commit retries, and closing the database truncates it in any case.
    private bool TryTruncateLog()
    {
        try
        {
            return _session.Number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        }
        catch (Microsoft.Data.Sqlite.SqliteException failure)
        {
            LogTruncationFailed(failure);
            return false;
        }
    }

    private void RollBack()
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (Microsoft.Data.Sqlite.SqliteException failure)
        {
            // On some errors, such as a full disk, SQLite has already rolled back.
            LogRollbackUnnecessary(failure);
        }
    }

    [LoggerMessage(1010, LogLevel.Warning, "The write-ahead log was not truncated after an erasure; it is retried after the next commit")]
    private partial void LogTruncationFailed(Exception failure);

    [LoggerMessage(1030, LogLevel.Error, "The database cannot be written; commands get 503 until it can")]
    private partial void LogNotWritable(Exception failure);

    [LoggerMessage(1031, LogLevel.Information, "The database can be written again")]
    private partial void LogWritableAgain();

    [LoggerMessage(1011, LogLevel.Debug, "Nothing to roll back")]
    private partial void LogRollbackUnnecessary(Exception failure);
}
