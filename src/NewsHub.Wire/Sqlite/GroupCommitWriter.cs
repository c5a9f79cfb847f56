using System.Collections.Concurrent;
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
    private readonly ILogger _logger;
    private readonly BlockingCollection<IWrite> _waiting = new(MaxWaiting);
    private readonly Thread _thread;

    private bool _isTruncationDue;

    public GroupCommitWriter(SqliteSession session, ILogger logger)
    {
        (_session, _logger) = (session, logger);
        _thread = new Thread(Loop) { Name = "newshub-writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs <paramref name="work"/> in the next commit. It may run twice, so it must depend only on the database.</summary>
    /// <param name="erases">True if the overwritten content must be removed from the write-ahead log, too.</param>
    /// <exception cref="StoreBusyException">The queue is full.</exception>
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
            if (!TryCommit(batch, out var failure) && batch.Count == 1) batch[0].Fail(failure);
            else if (failure is not null) CommitOneByOne(batch);
            _isTruncationDue |= batch.Exists(write => write.Erases);
            if (_isTruncationDue) _isTruncationDue = !TryTruncateLog(); // 6
            batch.Clear();
        }
    }

    private bool TryCommit(List<IWrite> batch, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Exception? failure)
    {
        try
        {
            _session.Execute("BEGIN IMMEDIATE"); // 2
            foreach (var write in batch) write.Run(_session); // 3
            _session.Execute("COMMIT"); // 4
        }
        catch (Exception caught)
        {
            RollBack();
            failure = caught;
            return false;
        }

        foreach (var write in batch) write.Succeed(); // 5
        failure = null;
        return true;
    }

    // One invalid write must not fail the rest of its batch.
    private void CommitOneByOne(List<IWrite> batch)
    {
        foreach (var write in batch)
            if (!TryCommit([write], out var failure))
                write.Fail(failure);
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

    [LoggerMessage(1011, LogLevel.Debug, "Nothing to roll back")]
    private partial void LogRollbackUnnecessary(Exception failure);
}
