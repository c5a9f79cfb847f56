using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire.Sqlite;

/// <summary>
/// The only one who writes. Whatever waits when a commit begins goes into it together, so one fsync serves many callers:
/// <code>
/// 1 take everything that waits   2 BEGIN IMMEDIATE   3 run each   4 COMMIT (fsync)   5 answer each
/// 6 where something was erased, empty the write-ahead log, which still has it
/// </code>
/// </summary>
internal sealed partial class GroupCommitWriter : IDisposable
{
    /// <summary>Writes that may wait: 10,000 × about 4 KB = 40 MB, and about a third of a second of work.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>Writes in one commit: enough to hide the fsync, few enough that the first does not wait long.</summary>
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

    /// <summary>Runs <paramref name="work"/> in the next commit. It may be run twice, so it must depend on the database alone.</summary>
    /// <param name="erases">What it overwrites must not stay in the write-ahead log either.</param>
    /// <exception cref="StoreBusyException">Too much waits already.</exception>
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

    /// <summary>Finishes what waits, then stops.</summary>
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

    // One bad write must not fail its neighbours.
    private void CommitOneByOne(List<IWrite> batch)
    {
        foreach (var write in batch)
            if (!TryCommit([write], out var failure))
                write.Fail(failure);
    }

    // It cannot be emptied while somebody reads it; then the next commit tries again, and closing the database does it in the end.
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
            // SQLite rolls back by itself on some errors (a full disk); then there is nothing left to roll back.
            LogRollbackUnnecessary(failure);
        }
    }

    [LoggerMessage(1010, LogLevel.Warning, "The write-ahead log was not emptied after a kill; it will be tried again after the next commit")]
    private partial void LogTruncationFailed(Exception failure);

    [LoggerMessage(1011, LogLevel.Debug, "Nothing to roll back")]
    private partial void LogRollbackUnnecessary(Exception failure);
}
