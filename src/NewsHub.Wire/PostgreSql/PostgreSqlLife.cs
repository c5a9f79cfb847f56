using Microsoft.Extensions.Logging;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Tells a database that goes on from one that was restored or promoted, whose head readers may have passed. A note in the table <c>hub</c>
/// holds what the database was: <c>7712562731084784736/00000001/727</c>.
/// <code>
/// the server's identifier   its timeline: a promotion, or a recovery to a point in time, begins another
/// the transaction that wrote the note: a row that was restored from a dump was written by another
/// </code>
/// A hub that starts and finds another database gives it a new epoch. One that runs keeps the epoch only after a promotion, when what it has
/// seen is there and the previous server waited for its standby: entries that an asynchronous standby lacks may be unknown to every hub that is left.
/// </summary>
internal sealed partial class PostgreSqlLife(PostgreSqlDatabase database, ILogger logger)
{
    private const string Server =
        "(SELECT system_identifier FROM pg_control_system()) || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)";

    private const string UnknownServer = "'unknown/unknown'";

    private string _server = Server;
    private bool _isSynchronous;

    public string Epoch { get; private set; } = "";

    /// <summary>Finds the epoch: a new one for a database that is new, restored or promoted.</summary>
    public async Task Open(CancellationToken stopping)
    {
        await FindRights(stopping);
        await database.Execute("INSERT INTO hub VALUES ('epoch', $1) ON CONFLICT DO NOTHING", [Epochs.Generate()], stopping);
        var now = await Read(0, stopping) ?? throw StoreUnreachableException.NotRead();
        Epoch = now.Epoch!;
        _isSynchronous = now.IsSynchronous;
        if (now.Note is null)
        {
            await Renew(Epoch, Epoch, stopping);
        }
        else if (now.Note != now.Life)
        {
            Epoch = await Renew(stopping);
            LogReplaced(now.Epoch!, Epoch, now.Note, now.Life);
        }
    }

    /// <summary>Null: the epoch goes on; else why it has ended.</summary>
    public async Task<string?> Check(CancellationToken stopping)
    {
        var known = database.Seen.Newest;
        if (await Read(known.Sequence, stopping) is not { } now) return null;
        if (now.Epoch != Epoch) return Epochs.ReplacedElsewhere;
        database.Seen.Compare(known, now.Newest.Sequence, now.AtKnown);
        var isSame = now.Note == now.Life;
        if (database.Seen.IsContradicted || !(isSame || (now.IsPromoted && _isSynchronous)))
        {
            await Renew(stopping);
            return database.Seen.IsContradicted ? Epochs.Contradicted : Epochs.Uncertain;
        }

        if (!isSame)
        {
            await Renew(Epoch, Epoch, stopping);
            LogPromoted(now.Newest.Sequence, Epoch);
        }

        _isSynchronous = now.IsSynchronous;
        database.Seen.Add(now.Newest);
        return null;
    }

    /// <summary>Gives the database a new epoch, unless another hub has done so; answers with it. This hub keeps the one it was opened with.</summary>
    public async Task<string> Renew(CancellationToken stopping)
    {
        await Renew(Epoch, Epochs.Generate(), stopping);
        return (await Read(0, stopping))?.Epoch ?? throw StoreUnreachableException.NotRead();
    }

    private Task Renew(string from, string to, CancellationToken stopping) => database.Execute(
        $"""
        WITH renewed AS (UPDATE hub SET value = $2 WHERE key = 'epoch' AND value = $1 RETURNING 1)
        INSERT INTO hub SELECT 'life', {_server} || '/' || pg_current_xact_id()::xid FROM renewed
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """,
        [from, to], stopping);

    // By default every role may ask. Where an operator revoked that right, the log says what is not noticed.
    private async Task FindRights(CancellationToken stopping)
    {
        try
        {
            await database.All($"SELECT {Server} WHERE NOT pg_is_in_recovery()", row => row.GetString(0), [], stopping);
        }
        catch (PostgresException refusal) when (refusal.SqlState is
            PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.FeatureNotSupported)
        {
            LogServerUnknown(refusal.MessageText);
            _server = UnknownServer;
        }
    }

    /// <summary>Null: a replica answered, which may lag behind.</summary>
    private async Task<Reading?> Read(long known, CancellationToken stopping) => await database.First(
        $"""
        SELECT (SELECT value FROM hub WHERE key = 'epoch'), life.value, {_server}, life.xmin::text,
          current_setting('synchronous_standby_names') <> '' AND current_setting('synchronous_commit') <> 'local',
          (SELECT at FROM entries WHERE sequence = $1), wire.head, coalesce((SELECT at FROM entries WHERE sequence = wire.head), 0)
        FROM wire LEFT JOIN hub AS life ON life.key = 'life'
        WHERE NOT pg_is_in_recovery()
        """,
        row => new Reading(
            Text(row, 0), Text(row, 1), row.GetString(2), Text(row, 3), row.GetBoolean(4), row.IsDBNull(5) ? null : row.GetInt64(5),
            new Mark(row.GetInt64(6), row.GetInt64(7))),
        [known], stopping);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <param name="Note">What the database was when a hub last looked; null: an earlier version wrote it.</param>
    /// <param name="Writer">The transaction that wrote the note.</param>
    /// <param name="AtKnown">The time of the entry that was asked for; null: there is none.</param>
    private sealed record Reading(string? Epoch, string? Note, string Server, string? Writer, bool IsSynchronous, long? AtKnown, Mark Newest)
    {
        public string Life => $"{Server}/{Writer}";

        /// <summary>The same rows on the same server, or on a copy of it, on another timeline.</summary>
        public bool IsPromoted => Note?.Split('/') is [var server, _, var writer] && server == Server.Split('/')[0] && writer == Writer;
    }

    [LoggerMessage(LogLevel.Warning,
        "The database was restored or promoted: epoch {Old} becomes {New}, and readers start again from a snapshot. It was {Note} and is {Life}")]
    private partial void LogReplaced(string old, string @new, string note, string life);

    [LoggerMessage(1008, LogLevel.Warning, "A standby was promoted, and has all entries up to {Head}. The epoch goes on: {Epoch}")]
    private partial void LogPromoted(long head, string epoch);

    [LoggerMessage(1009, LogLevel.Warning, "A standby that is promoted while no hub runs will not be noticed, run the command restore then: {Reason}")]
    private partial void LogServerUnknown(string reason);
}
