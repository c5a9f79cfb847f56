using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire.Sqlite;

/// <summary>
/// The database of a single hub: <c>newshub.db</c> in the data directory, in write-ahead log mode with every commit flushed to disk. There is one
/// writer, and readers never wait for it.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    /// <summary>Maximum number of reading connections: each caches up to 2 MB of pages, so 16 × 2 = 32 MB.</summary>
    private const int MaxReaders = 16;

    /// <summary>How long a statement waits for a lock of another program, in seconds. Less than the ten seconds after which callers get "outcome unknown".</summary>
    private const int MaxLockWait = 5;

    private const string FileName = "newshub.db";

    private const string CheckQuery =
        """
        SELECT (SELECT value FROM hub WHERE key = 'epoch'), (SELECT value FROM hub WHERE key = 'life'),
          (SELECT at FROM entries WHERE sequence = $1), coalesce(max(sequence), 0), coalesce(at, 0)
        FROM entries
        """;

    private readonly string _connectionString;
    private readonly FileStream _lock;
    private readonly SqliteEpoch _epoch;
    private readonly GroupCommitWriter _writer;
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _readers = new(MaxReaders);

    /// <param name="directory">The data directory; created if it does not exist.</param>
    /// <param name="features">Features that keep tables in the database, besides the wire.</param>
    /// <param name="metrics">What records the commits, if anything does.</param>
    /// <exception cref="InvalidOperationException">Another hub uses the directory, the file cannot be opened, or a newer version wrote it.</exception>
    public SqliteDatabase(string directory, ILogger<SqliteDatabase> logger, IEnumerable<FeatureSchema>? features = null, WireMetrics? metrics = null)
    {
        PrivateFiles.CreateDirectory(directory);
        _lock = Lock(Path.Combine(directory, "newshub.lock"));
        RowsOfArticles = [.. FeatureSchema.WithWire(features).SelectMany(schema => schema.RowsOfArticles)];
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(directory, FileName),
            Pooling = false,
            DefaultTimeout = MaxLockWait,
        }.ToString();
        try
        {
            PrivateFiles.Prepare(Path.Combine(directory, FileName));
            var session = new SqliteSession(_connectionString);
            session.Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
            SqliteSchema.Migrate(session, features);
            _epoch = new SqliteEpoch(directory, session, logger);
            _writer = new GroupCommitWriter(session, metrics, logger);
        }
        catch (Exception failure) when (failure is SqliteException or UnauthorizedAccessException)
        {
            _lock.Dispose();
            throw new InvalidOperationException($"The database {Path.GetFullPath(Path.Combine(directory, FileName))} cannot be opened: {failure.Message}", failure);
        }
    }

    /// <summary>Opens an existing database.</summary>
    /// <exception cref="InvalidOperationException">The directory has no database, or another hub uses it.</exception>
    public static SqliteDatabase OpenExisting(string directory, ILogger<SqliteDatabase> logger, IEnumerable<FeatureSchema>? features = null) => File.Exists(Path.Combine(directory, FileName))
        ? new SqliteDatabase(directory, logger, features)
        : throw new InvalidOperationException($"There is no {FileName} in {Path.GetFullPath(directory)}: set NewsHub:DataDirectory to the hub's data directory.");

    /// <summary>The database's epoch, part of every cursor.</summary>
    public string Epoch => _epoch.Value;

    internal LogContinuity Continuity { get; } = new();

    internal IReadOnlyList<ArticleRows> RowsOfArticles { get; }

    /// <summary>Runs <paramref name="work"/> in the next commit. Completes when the commit is durable.</summary>
    /// <param name="erases">True if the overwritten content must be removed from the write-ahead log, too.</param>
    /// <exception cref="StoreBusyException">The queue is full.</exception>
    /// <exception cref="StoreUnreachableException">The disk is full, or another program has locked the database.</exception>
    public Task<T> Write<T>(Func<SqliteSession, T> work, bool erases = false) => _writer.Write(work, erases);

    /// <summary>Runs <paramref name="query"/> on a reading connection, off the caller's thread.</summary>
    /// <exception cref="StoreUnreachableException">The file cannot be read, or another program has locked it.</exception>
    public async Task<T> Read<T>(Func<SqliteSession, T> query, CancellationToken stopping = default)
    {
        await _readers.WaitAsync(stopping);
        try
        {
            return await Task.Run(() => ReadNow(query), stopping);
        }
        catch (SqliteException failure) when (SqliteFailures.OfRead(failure) is StoreUnreachableException unreachable)
        {
            throw unreachable;
        }
        finally
        {
            _readers.Release();
        }
    }

    /// <summary>Ends the epoch, so that earlier cursors are not recovered. Returns the new epoch.</summary>
    public async Task<string> RenewEpoch()
    {
        var epoch = Epochs.Generate();
        await Write(session =>
        {
            _epoch.Store(session, epoch);
            return true;
        });
        return epoch;
    }

    /// <summary>Returns null if the epoch continues, otherwise the reason why it has ended.</summary>
    internal async Task<string?> CheckEpoch(CancellationToken stopping)
    {
        var known = Continuity.Newest;
        var now = (await Read(session => session.First(CheckQuery, DatabaseState.From, known.Sequence), stopping))!;
        if (now.Epoch != Epoch) return Epochs.Replaced;
        Continuity.Compare(known, now.Newest.Sequence, now.AtKnown);
        if (Continuity.IsBroken || !_epoch.IsCurrent(now.StartId))
        {
            await RenewEpoch();
            return Epochs.EntriesMissing;
        }

        Continuity.Add(now.Newest);
        _epoch.RecordHead(now.Newest.Sequence);
        return null;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _epoch.RecordHead(ReadNow(session => session.Number(SqliteCommit.HeadQuery)));
        foreach (var session in _idle) session.Dispose();
        _readers.Dispose();
        _lock.Dispose();
    }

    private T ReadNow<T>(Func<SqliteSession, T> query)
    {
        if (!_idle.TryTake(out var session)) session = new SqliteSession(_connectionString);
        try
        {
            return query(session);
        }
        finally
        {
            _idle.Add(session);
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return PrivateFiles.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        }
        catch (IOException failure) when (IsInUse(failure))
        {
            throw new InvalidOperationException(
                $"Another hub works in {Path.GetDirectoryName(path)}. Stop it, or give this one its own NewsHub:DataDirectory.");
        }
    }

    // On Unix .NET reports EWOULDBLOCK of flock(2), on Windows a sharing violation.
    private static bool IsInUse(IOException failure) => (failure.HResult & 0xFFFF) is 11 or 35 or 32;

    /// <param name="AtKnown">The time of the entry at the known sequence; null if there is none.</param>
    private sealed record DatabaseState(string? Epoch, string? StartId, long? AtKnown, LogPosition Newest)
    {
        public static DatabaseState From(SqliteDataReader row) => new(
            row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2),
            new LogPosition(row.GetInt64(3), row.GetInt64(4)));
    }
}
