using System.Globalization;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Brings a database to this version's schema: scripts <c>001.sql</c>, <c>002.sql</c> … in one transaction, and by one hub at a time. A
/// script notes its number itself, so that it may as well be applied by hand.
/// </summary>
internal static class PostgreSqlSchema
{
    /// <summary>"newshub" in ASCII: the advisory lock under which schemas are applied.</summary>
    private const string LockSchema = "SELECT pg_advisory_xact_lock(x'6e657773687562'::bigint)";

    /// <exception cref="InvalidOperationException">The schema is newer, or older and not to be applied here.</exception>
    public static async Task Migrate(NpgsqlConnection connection, bool apply, CancellationToken stopping)
    {
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        await Run(connection, LockSchema, stopping);
        var scripts = Scripts.In("PostgreSql.Schema");
        var version = await Version(connection, stopping);
        if (version > scripts.Count)
            throw new InvalidOperationException($"The database is of schema {version}, this NewsHub knows {scripts.Count}: run a newer NewsHub.");
        if (version < scripts.Count && !apply)
            throw new InvalidOperationException(
                $"The database is of schema {version}, this NewsHub needs {scripts.Count}, and {PostgreSqlOptions.Section}:ApplySchema is false: "
                + $"apply the scripts after {version:000}.sql of src/NewsHub.Wire/PostgreSql/Schema, in their order.");
        foreach (var script in scripts.Skip(version)) await Run(connection, Scripts.Read(script), stopping);
        await transaction.CommitAsync(stopping);
    }

    /// <summary>0: there is none yet.</summary>
    private static async Task<int> Version(NpgsqlConnection connection, CancellationToken stopping) =>
        await Query(connection, "SELECT to_regclass('hub')::text", stopping) is not string
            ? 0
            : int.Parse((string)(await Query(connection, "SELECT value FROM hub WHERE key = 'schema'", stopping))!, CultureInfo.InvariantCulture);

    private static async Task<object?> Query(NpgsqlConnection connection, string sql, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(stopping);
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stopping);
    }
}
