using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Refuses at the start what would otherwise show only as failing commands: a standby, a read-only role, time limits shorter than the hub's, and
/// fewer connections than the hub opens.
/// </summary>
internal static class ServerCheck
{
    private const string Settings = $"ConnectionStrings:{PostgreSqlOptions.ConnectionName}";

    // A statement that began just before the promotion of a standby is read-only although the server has left recovery.
    private const string Query =
        """
        SELECT pg_is_in_recovery() OR (current_setting('transaction_read_only') = 'on' AND current_setting('default_transaction_read_only') = 'off'),
          current_setting('transaction_read_only') = 'on',
          (SELECT setting::bigint FROM pg_settings WHERE name = 'statement_timeout'),
          current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint,
          (SELECT CASE WHEN rolsuper OR rolconnlimit < 0 THEN NULL ELSE rolconnlimit END FROM pg_roles WHERE rolname = current_user),
          (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()), current_user::text
        """;

    /// <param name="connections">The most connections that this hub opens.</param>
    /// <param name="mayWait">True if a standby may still be promoted.</param>
    /// <exception cref="InvalidOperationException">The server cannot be used; the message says why and what to do.</exception>
    /// <exception cref="StandbyException">The server is a standby, and <paramref name="mayWait"/> is true.</exception>
    public static async Task Run(NpgsqlConnection connection, int connections, bool mayWait, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(Query, connection);
        await using var row = await command.ExecuteReaderAsync(stopping);
        await row.ReadAsync(stopping);
        if (row.GetBoolean(0)) throw mayWait ? new StandbyException() : new InvalidOperationException(StandbyException.Reason);
        var role = row.GetString(6);
        if (row.GetBoolean(1))
            throw new InvalidOperationException(
                $"{Settings} leads to a read-only session: default_transaction_read_only is on for the server, the database or the role {role}. Turn it off.");
        var timeout = row.GetInt64(2);
        if (timeout is > 0 and <= Limits.Command * 1000)
            throw new InvalidOperationException(
                $"statement_timeout is {timeout} ms for the role {role}, and the hub needs more than {Limits.Command} s: ALTER ROLE {role} SET statement_timeout = 0.");
        foreach (var (column, name) in ((int, string)[])[(3, "max_connections, without those reserved for superusers,"), (4, $"the connection limit of the role {role}"), (5, "the connection limit of the database")])
        {
            if (row.IsDBNull(column) || await row.GetFieldValueAsync<long>(column, stopping) is var limit && limit >= connections) continue;
            throw new InvalidOperationException(
                $"PostgreSQL allows {limit} connections ({name}), and one hub opens up to {connections}. Raise the limit, or set Maximum Pool Size in {Settings} "
                + $"to at most {Math.Max(1, limit - DataSources.MaxWriters)}.");
        }
    }
}

/// <summary>The server is a standby, which may be promoted soon.</summary>
internal sealed class StandbyException() : Exception(Reason)
{
    public const string Reason =
        $"ConnectionStrings:{PostgreSqlOptions.ConnectionName} leads to a standby, which cannot be written: name the primary, or all servers with Target Session Attributes=primary.";
}
