using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Refuses a connection pooler that gives a server connection to another client after each transaction or statement, such as PgBouncer with
/// <c>pool_mode = transaction</c>: settings and prepared statements of a hub would apply to others, and theirs to it. Such a pooler shows itself when
/// two open connections are served by one server process, or one connection by two.
/// </summary>
internal static class PoolerCheck
{
    /// <summary>Other clients of the pooler may take a server connection in between, so the comparison is repeated.</summary>
    private const int Rounds = 5;

    /// <exception cref="InvalidOperationException">A pooler that does not keep sessions is in between.</exception>
    public static async Task Run(string connectionString, CancellationToken stopping)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = Limits.Connect, CommandTimeout = Limits.Command };
        await using var first = new NpgsqlConnection(settings.ToString());
        await using var second = new NpgsqlConnection(settings.ToString());
        await first.OpenAsync(stopping);
        await second.OpenAsync(stopping);
        var (one, other) = (await ServerProcess(first, stopping), await ServerProcess(second, stopping));
        for (var round = 0; round < Rounds; round++)
        {
            if (one == other || one != await ServerProcess(first, stopping) || other != await ServerProcess(second, stopping))
                throw new InvalidOperationException(
                    $"ConnectionStrings:{PostgreSqlOptions.ConnectionName} leads to a connection pooler that does not keep sessions, such as PgBouncer with "
                    + "pool_mode = transaction. Connect to PostgreSQL directly, as the hub has its own pool, or set pool_mode = session.");
        }
    }

    private static async Task<int> ServerProcess(NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync(stopping))!;
    }
}
