using System.Globalization;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire.Sqlite;

/// <summary>
/// Tells a database that goes on from a copy that was put back, whose head readers may have passed. Each start generates a mark and writes it
/// to the database and to the file <c>newshub.life</c> beside it; the file also holds the newest sequence:
/// <code>
/// 1 does the file name the database's mark, and is its head not higher?   2 file: both marks   3 database: the new mark   4 file: the new mark
/// </code>
/// A crash between two of them leaves a file that names the database's mark. A database that was put back gets its epoch in step 3, without
/// step 2: until it has one, no file vouches for it.
/// </summary>
internal sealed partial class SqliteLife
{
    /// <summary>The mark of a database that an earlier version wrote, or that is new.</summary>
    private const string NoMark = "-";

    private readonly string _path;
    private readonly string _mark = Draw();
    private long _head;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public SqliteLife(string directory, SqliteSession session, ILogger logger)
    {
        _path = Path.Combine(directory, "newshub.life");
        var epoch = Find(session, "epoch");
        var mark = Find(session, "life") ?? NoMark;
        var note = ReadNote();
        _head = session.Number(SqliteCommit.HeadQuery);
        var isPutBack = epoch is not null && !(note?.Vouches(mark, _head) ?? mark == NoMark); // 1
        if (!isPutBack) Write(new Note(mark, _mark, _head)); // 2
        Epoch = isPutBack || epoch is null ? Epochs.Generate() : epoch;
        session.Run("BEGIN IMMEDIATE");
        Store(session, Epoch); // 3
        session.Run("COMMIT");
        if (isPutBack) LogPutBack(logger, directory, epoch!, Epoch, _head, note?.Head);
        Write(new Note(_mark, _mark, _head)); // 4
    }

    public string Epoch { get; }

    /// <summary>Whether a database with this mark is the one that was opened.</summary>
    public bool IsMarked(string? mark) => mark == _mark;

    /// <summary>Notes how far the wire has come. It must be durable by then.</summary>
    public void Reach(long head)
    {
        if (head == _head) return;
        _head = head;
        Write(new Note(_mark, _mark, head));
    }

    /// <summary>Inside a transaction.</summary>
    public void Store(SqliteSession session, string epoch)
    {
        session.Execute("INSERT OR REPLACE INTO hub VALUES ('epoch', $1)", epoch);
        session.Execute("INSERT OR REPLACE INTO hub VALUES ('life', $1)", _mark);
    }

    private static string? Find(SqliteSession session, string key) =>
        session.First("SELECT value FROM hub WHERE key = $1", row => row.GetString(0), key);

    private static string Draw() => Guid.NewGuid().ToString("N");

    private Note? ReadNote() => File.Exists(_path) ? Note.Parse(File.ReadAllText(_path)) : null;

    private void Write(Note note)
    {
        var beside = $"{_path}.new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(note.ToString()));
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, _path, overwrite: true);
    }

    /// <param name="Head">Never higher than the database's.</param>
    private sealed record Note(string Mark, string NextMark, long Head)
    {
        /// <summary>Null: it is no note.</summary>
        public static Note? Parse(string text) =>
            text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is [var mark, var next, var head]
            && long.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new Note(mark, next, number) : null;

        public bool Vouches(string mark, long head) => (mark == Mark || mark == NextMark) && head >= Head;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mark} {NextMark} {Head}\n");
    }

    [LoggerMessage(LogLevel.Warning,
        "The database in {Directory} was put back: epoch {Old} becomes {New}, and readers start again from a snapshot. Its head is {Head}; the last known one is {Known}")]
    private static partial void LogPutBack(ILogger logger, string directory, string old, string @new, long head, long? known);
}
