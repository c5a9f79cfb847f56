using System.Globalization;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Brings a database to this version's schema by running the scripts <c>001.sql</c>, <c>002.sql</c> … in one transaction, one hub at a time. Each
/// script records its own number, so it can also be applied manually.
/// </summary>
internal static class PostgreSqlSchema
{
    /// <summary>"newshub" in ASCII: the advisory lock held while scripts run.</summary>
    private const string LockSchema = "SELECT pg_advisory_xact_lock(x'6e657773687562'::bigint)";

    /// <exception cref="InvalidOperationException">The schema is newer than this version, or is older and <paramref name="apply"/> is false.</exception>
    public static async Task Migrate(NpgsqlConnection connection, bool apply, CancellationToken stopping)
    {
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        await Run(connection, LockSchema, stopping);
        var scripts = Scripts.In("PostgreSql.Schema");
        var version = await Version(connection, stopping);
        if (version > scripts.Count)
            throw new InvalidOperationException($"The database has schema {version}, and this NewsHub supports {scripts.Count}: run a newer NewsHub.");
        if (version < scripts.Count && !apply)
            throw new InvalidOperationException(
                $"The database has schema {version}, this NewsHub needs {scripts.Count}, and {PostgreSqlOptions.Section}:ApplySchema is false: "
                + $"apply the scripts after {version:000}.sql of src/NewsHub.Wire/PostgreSql/Schema in order.");
        foreach (var script in scripts.Skip(version)) await Run(connection, Scripts.Read(script), stopping);
        await transaction.CommitAsync(stopping);
    }

    /// <summary>Returns the schema's version; 0 if there is no schema yet.</summary>
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
