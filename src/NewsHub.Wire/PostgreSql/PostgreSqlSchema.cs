using System.Globalization;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Brings a database to this version's schema by running the scripts of the wire and of the features in one transaction, one hub at a time.
/// </summary>
internal static class PostgreSqlSchema
{
    /// <summary>"newshub" in ASCII: the advisory lock held while scripts run.</summary>
    private const string LockSchema = "SELECT pg_advisory_xact_lock(x'6e657773687562'::bigint)";

    /// <exception cref="InvalidOperationException">A schema is newer than this version, or is older and <paramref name="apply"/> is false.</exception>
    public static async Task Migrate(NpgsqlConnection connection, bool apply, IEnumerable<FeatureSchema>? features, CancellationToken stopping)
    {
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        await Run(connection, "SET LOCAL statement_timeout = 0", stopping); // a script may take minutes on a large database
        await Run(connection, LockSchema, stopping);
        foreach (var schema in FeatureSchema.WithWire(features)) await Migrate(connection, apply, schema, stopping);
        await transaction.CommitAsync(stopping);
    }

    private static async Task Migrate(NpgsqlConnection connection, bool apply, FeatureSchema schema, CancellationToken stopping)
    {
        var scripts = schema.Scripts("PostgreSql");
        var version = await Version(connection, schema, stopping);
        if (version > scripts.Count)
            throw new InvalidOperationException($"The database has {schema.Feature} schema {version}, and this NewsHub supports {scripts.Count}: run a newer NewsHub.");
        if (version < scripts.Count && !apply)
            throw new InvalidOperationException(
                $"The database has {schema.Feature} schema {version}, this NewsHub needs {scripts.Count}, and {PostgreSqlOptions.Section}:ApplySchema is false: "
                + $"apply the scripts after {version:000}.sql of src/{schema.Assembly.GetName().Name}/PostgreSql/Schema in order.");
        foreach (var script in scripts.Skip(version)) await Run(connection, script, stopping);
    }

    /// <summary>Returns the schema's version; 0 if there is no schema yet.</summary>
    private static async Task<int> Version(NpgsqlConnection connection, FeatureSchema schema, CancellationToken stopping) =>
        await Query(connection, "SELECT to_regclass('hub')::text", stopping) is string
        && await Query(connection, $"SELECT value FROM hub WHERE key = '{schema.VersionKey}'", stopping) is string version
            ? int.Parse(version, CultureInfo.InvariantCulture)
            : 0;

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
