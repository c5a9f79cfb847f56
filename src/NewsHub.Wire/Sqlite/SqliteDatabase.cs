using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire.Sqlite;

/// <summary>
/// The hub's one file: <c>newshub.db</c> in the data directory. Write-ahead log, every commit flushed to the disk; one writer,
/// readers that never wait for it.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    /// <summary>Reading connections: each keeps up to 2 MB of pages, so 16 × 2 = 32 MB.</summary>
    private const int MaxReaders = 16;

    private const string FileName = "newshub.db";

    private const string CheckQuery =
        """
        SELECT (SELECT value FROM hub WHERE key = 'epoch'), (SELECT value FROM hub WHERE key = 'life'),
          (SELECT at FROM entries WHERE sequence = $1), coalesce(max(sequence), 0), coalesce(at, 0)
        FROM entries
        """;

    private readonly string _connectionString;
    private readonly FileStream _lock;
    private readonly SqliteLife _life;
    private readonly GroupCommitWriter _writer;
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _readers = new(MaxReaders);

    /// <param name="directory">Created when missing.</param>
    /// <exception cref="InvalidOperationException">Another hub works in this directory, or its data is of a newer version.</exception>
    public SqliteDatabase(string directory, ILogger<SqliteDatabase> logger)
    {
        Directory.CreateDirectory(directory);
        _lock = Lock(Path.Combine(directory, "newshub.lock"));
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(directory, FileName),
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString();
        var session = new SqliteSession(_connectionString);
        session.Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
        SqliteSchema.Migrate(session);
        _life = new SqliteLife(directory, session, logger);
        _writer = new GroupCommitWriter(session, logger);
    }

    /// <summary>A database that must be there.</summary>
    /// <exception cref="InvalidOperationException">There is none, or another hub works in this directory.</exception>
    public static SqliteDatabase OpenExisting(string directory, ILogger<SqliteDatabase> logger) => File.Exists(Path.Combine(directory, FileName))
        ? new SqliteDatabase(directory, logger)
        : throw new InvalidOperationException($"There is no {FileName} in {Path.GetFullPath(directory)}: NewsHub:DataDirectory must name the hub's directory.");

    /// <summary>This database's life.</summary>
    public string Epoch => _life.Epoch;

    internal Seen Seen { get; } = new();

    /// <summary>Runs <paramref name="work"/> in the next commit; completes when that would survive a power cut.</summary>
    /// <param name="erases">What it overwrites must not stay in the write-ahead log either.</param>
    /// <exception cref="StoreBusyException">Too much waits already.</exception>
    public Task<T> Write<T>(Func<SqliteSession, T> work, bool erases = false) => _writer.Write(work, erases);

    /// <summary>Runs <paramref name="query"/> on a connection of its own, off the caller's thread.</summary>
    public async Task<T> Read<T>(Func<SqliteSession, T> query, CancellationToken stopping = default)
    {
        await _readers.WaitAsync(stopping);
        try
        {
            return await Task.Run(() => ReadNow(query), stopping);
        }
        finally
        {
            _readers.Release();
        }
    }

    /// <summary>Ends the epoch: cursors of before are not continued. Answers with the new one.</summary>
    public async Task<string> RenewEpoch()
    {
        var epoch = Epochs.Generate();
        await Write(session =>
        {
            _life.Store(session, epoch);
            return true;
        });
        return epoch;
    }

    /// <summary>Null: the epoch goes on; else why it has ended.</summary>
    internal async Task<string?> CheckEpoch(CancellationToken stopping)
    {
        var known = Seen.Newest;
        var now = (await Read(session => session.First(CheckQuery, Reading.Of, known.Sequence), stopping))!;
        if (now.Epoch != Epoch) return Epochs.ReplacedElsewhere;
        Seen.Compare(known, now.Newest.Sequence, now.AtKnown);
        if (Seen.IsContradicted || !_life.IsMarked(now.Mark))
        {
            await RenewEpoch();
            return Epochs.Contradicted;
        }

        Seen.Add(now.Newest);
        _life.Reach(now.Newest.Sequence);
        return null;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _life.Reach(ReadNow(session => session.Number(SqliteCommit.HeadQuery)));
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
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new InvalidOperationException(
                $"Another hub works in {Path.GetDirectoryName(path)}. Stop it, or give this one its own NewsHub:DataDirectory.");
        }
    }

    /// <param name="AtKnown">The time of the entry that was asked for; null: there is none.</param>
    private sealed record Reading(string? Epoch, string? Mark, long? AtKnown, Mark Newest)
    {
        public static Reading Of(SqliteDataReader row) => new(
            row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2),
            new Mark(row.GetInt64(3), row.GetInt64(4)));
    }
}
