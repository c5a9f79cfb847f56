using Microsoft.Extensions.Logging;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Detects a database that was restored or promoted, and may lack entries that readers have seen. The row <c>life</c> of the table <c>hub</c>
/// records the database's identity: <c>7712562731084784736/00000001/727</c>.
/// <code>
/// 1 the server's system identifier   2 its timeline, which a promotion or a point-in-time recovery changes
/// 3 the transaction that wrote the row, which a restore from a dump changes
/// </code>
/// A hub that starts on a database with another identity gives it a new epoch. A running hub keeps the epoch only after a promotion, and only if
/// its newest entry is there and the previous server replicated synchronously: no remaining hub may know of the entries that an asynchronous
/// standby lacks.
/// </summary>
internal sealed partial class PostgreSqlEpoch(PostgreSqlDatabase database, ILogger logger)
{
    private const string ServerExpression =
        "(SELECT system_identifier FROM pg_control_system()) || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)";

    private const string UnknownServer = "'unknown/unknown'";

    private string _server = ServerExpression;
    private bool _isSynchronous;

    public string Value { get; private set; } = "";

    /// <summary>Reads the epoch, and generates one if the database is new, restored or promoted.</summary>
    public async Task Open(CancellationToken stopping)
    {
        await CheckPrivileges(stopping);
        await database.Execute("INSERT INTO hub VALUES ('epoch', $1) ON CONFLICT DO NOTHING", [Epochs.Generate()], stopping);
        var now = await Read(0, stopping) ?? throw StoreUnreachableException.NotRead();
        Value = now.Epoch!;
        _isSynchronous = now.IsSynchronous;
        if (now.RecordedIdentity is null)
        {
            await Replace(Value, Value, stopping);
        }
        else if (now.RecordedIdentity != now.Identity)
        {
            Value = await Renew(stopping);
            LogReplaced(now.Epoch!, Value, now.RecordedIdentity, now.Identity);
        }
    }

    /// <summary>Returns null if the epoch continues, otherwise the reason why it has ended.</summary>
    public async Task<string?> Check(CancellationToken stopping)
    {
        var known = database.Continuity.Newest;
        if (await Read(known.Sequence, stopping) is not { } now) return null;
        if (now.Epoch != Value) return Epochs.Replaced;
        database.Continuity.Compare(known, now.Newest.Sequence, now.AtKnown);
        var isSame = now.RecordedIdentity == now.Identity;
        if (database.Continuity.IsBroken || !(isSame || (now.IsPromoted && _isSynchronous)))
        {
            await Renew(stopping);
            return database.Continuity.IsBroken ? Epochs.EntriesMissing : Epochs.MayLackEntries;
        }

        if (!isSame)
        {
            await Replace(Value, Value, stopping);
            LogPromoted(now.Newest.Sequence, Value);
        }

        _isSynchronous = now.IsSynchronous;
        database.Continuity.Add(now.Newest);
        return null;
    }

    /// <summary>Gives the database a new epoch, unless another hub has done so, and returns it. This hub keeps the epoch it was opened with.</summary>
    public async Task<string> Renew(CancellationToken stopping)
    {
        await Replace(Value, Epochs.Generate(), stopping);
        return (await Read(0, stopping))?.Epoch ?? throw StoreUnreachableException.NotRead();
    }

    private Task Replace(string from, string to, CancellationToken stopping) => database.Execute(
        $"""
        WITH renewed AS (UPDATE hub SET value = $2 WHERE key = 'epoch' AND value = $1 RETURNING 1)
        INSERT INTO hub SELECT 'life', {_server} || '/' || pg_current_xact_id()::xid FROM renewed
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """,
        [from, to], stopping);

    // By default every role has these privileges. If an operator revoked them, a warning says what the hub cannot detect.
    private async Task CheckPrivileges(CancellationToken stopping)
    {
        try
        {
            await database.All($"SELECT {ServerExpression} WHERE NOT pg_is_in_recovery()", row => row.GetString(0), [], stopping);
        }
        catch (PostgresException failure) when (failure.SqlState is
            PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.FeatureNotSupported)
        {
            LogServerUnknown(failure.MessageText);
            _server = UnknownServer;
        }
    }

    /// <summary>Returns null if a replica answered, which may lag behind.</summary>
    private async Task<DatabaseState?> Read(long known, CancellationToken stopping) => await database.First(
        $"""
        SELECT (SELECT value FROM hub WHERE key = 'epoch'), life.value, {_server}, life.xmin::text,
          current_setting('synchronous_standby_names') <> '' AND current_setting('synchronous_commit') <> 'local',
          (SELECT at FROM entries WHERE sequence = $1), wire.head, coalesce((SELECT at FROM entries WHERE sequence = wire.head), 0)
        FROM wire LEFT JOIN hub AS life ON life.key = 'life'
        WHERE NOT pg_is_in_recovery()
        """,
        row => new DatabaseState(
            Text(row, 0), Text(row, 1), row.GetString(2), Text(row, 3), row.GetBoolean(4), row.IsDBNull(5) ? null : row.GetInt64(5),
            new LogPosition(row.GetInt64(6), row.GetInt64(7))),
        [known], stopping);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <param name="RecordedIdentity">The identity last recorded by a hub; null if the database is new or an earlier version wrote it.</param>
    /// <param name="Writer">The transaction that wrote the recorded identity.</param>
    /// <param name="AtKnown">The time of the entry at the known sequence; null if there is none.</param>
    private sealed record DatabaseState(string? Epoch, string? RecordedIdentity, string Server, string? Writer, bool IsSynchronous, long? AtKnown, LogPosition Newest)
    {
        public string Identity => $"{Server}/{Writer}";

        /// <summary>True for the same rows on the same server or a physical copy of it, on another timeline.</summary>
        public bool IsPromoted => RecordedIdentity?.Split('/') is [var server, _, var writer] && server == Server.Split('/')[0] && writer == Writer;
    }

    [LoggerMessage(1018, LogLevel.Warning,
        "The database was restored or promoted: epoch {Old} becomes {New}, and readers restart from a snapshot. Its identity was {OldIdentity} and is {NewIdentity}")]
    private partial void LogReplaced(string old, string @new, string oldIdentity, string newIdentity);

    [LoggerMessage(1008, LogLevel.Warning, "A standby was promoted and has all entries up to {Head}. The epoch goes on: {Epoch}")]
    private partial void LogPromoted(long head, string epoch);

    [LoggerMessage(1009, LogLevel.Warning, "The promotion of a standby while no hub runs cannot be detected; run the restore command after one: {Reason}")]
    private partial void LogServerUnknown(string reason);
}
