using System.Globalization;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire.Sqlite;

/// <summary>
/// Detects a database that was restored from a copy, and may lack entries that readers have seen. Each start generates an id and writes it to the
/// database and to the file <c>newshub.life</c> beside it; the file also holds the newest sequence:
/// <code>
/// 1 check that the file names the database's start id and no higher head   2 file: both ids   3 database: the new id   4 file: the new id
/// </code>
/// After a crash between two steps the file still names the database's start id. A restored database gets its new epoch in step 3 without
/// step 2, so that the file cannot match it before it has the epoch.
/// </summary>
internal sealed partial class SqliteEpoch
{
    /// <summary>Stands for the start id of a database that is new or was written by an earlier version.</summary>
    private const string NoStartId = "-";

    private readonly string _path;
    private readonly string _startId = Guid.NewGuid().ToString("N");
    private readonly ILogger _logger;
    private long _head;
    private bool _isUnwritable;

    /// <exception cref="IOException">The file <c>newshub.life</c> cannot be written.</exception>
    public SqliteEpoch(string directory, SqliteSession session, ILogger logger)
    {
        (_path, _logger) = (Path.Combine(directory, "newshub.life"), logger);
        var epoch = Find(session, "epoch");
        var startId = Find(session, "life") ?? NoStartId;
        var record = ReadRecord();
        _head = session.Number(SqliteCommit.HeadQuery);
        var isRestored = epoch is not null && !(record?.Matches(startId, _head) ?? startId == NoStartId); // 1
        if (!isRestored) Write(new StartRecord(startId, _startId, _head)); // 2
        Value = isRestored || epoch is null ? Epochs.Generate() : epoch;
        session.Run("BEGIN IMMEDIATE");
        Store(session, Value); // 3
        session.Run("COMMIT");
        if (isRestored) LogRestored(logger, directory, epoch!, Value, _head, record?.Head);
        Write(new StartRecord(_startId, _startId, _head)); // 4
    }

    public string Value { get; }

    /// <summary>True when a database with this start id is the one that was opened.</summary>
    public bool IsCurrent(string? startId) => startId == _startId;

    /// <summary>
    /// Records the wire's head, which must already be durable. If the file cannot be written, as on a full disk, the previous record stays: it
    /// is a lower bound, too.
    /// </summary>
    public void RecordHead(long head)
    {
        if (head == _head) return;
        try
        {
            Write(new StartRecord(_startId, _startId, head));
            (_head, _isUnwritable) = (head, false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_isUnwritable) LogHeadNotRecorded(_logger, failure);
            _isUnwritable = true;
        }
    }

    /// <summary>Stores the epoch and this start's id; the caller provides the transaction.</summary>
    public void Store(SqliteSession session, string epoch)
    {
        session.Execute("INSERT OR REPLACE INTO hub VALUES ('epoch', $1)", epoch);
        session.Execute("INSERT OR REPLACE INTO hub VALUES ('life', $1)", _startId);
    }

    private static string? Find(SqliteSession session, string key) =>
        session.First("SELECT value FROM hub WHERE key = $1", row => row.GetString(0), key);

    private StartRecord? ReadRecord() => File.Exists(_path) ? StartRecord.Parse(File.ReadAllText(_path)) : null;

    private void Write(StartRecord record)
    {
        var temporary = $"{_path}.new";
        using (var file = PrivateFiles.Open(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(record.ToString()));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
    }

    /// <summary>The content of <c>newshub.life</c>.</summary>
    /// <param name="Head">A lower bound of the database's head.</param>
    private sealed record StartRecord(string StartId, string NextStartId, long Head)
    {
        /// <summary>Returns null if the text is not a valid record.</summary>
        public static StartRecord? Parse(string text) =>
            text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is [var startId, var next, var head]
            && long.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new StartRecord(startId, next, number) : null;

        public bool Matches(string startId, long head) => (startId == StartId || startId == NextStartId) && head >= Head;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StartId} {NextStartId} {Head}\n");
    }

    [LoggerMessage(1032, LogLevel.Warning, "The newest sequence was not recorded in newshub.life; it is retried every second")]
    private static partial void LogHeadNotRecorded(ILogger logger, Exception failure);

    [LoggerMessage(1017, LogLevel.Warning,
        "The database in {Directory} was restored from a copy: epoch {Old} becomes {New}, and readers restart from a snapshot. Its head is {Head}; the last known head is {Known}")]
    private static partial void LogRestored(ILogger logger, string directory, string old, string @new, long head, long? known);
}
