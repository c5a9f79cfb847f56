using System.Globalization;

namespace NewsHub.Wire.Sqlite;

/// <summary>Brings a database to this version's schema by running the scripts of the wire and of the features, each in its own transaction.</summary>
internal static class SqliteSchema
{
    /// <exception cref="InvalidOperationException">The database was written by a newer NewsHub.</exception>
    public static void Migrate(SqliteSession session, IEnumerable<FeatureSchema>? features)
    {
        var isChanged = false;
        foreach (var schema in FeatureSchema.WithWire(features)) isChanged |= Migrate(session, schema);
        if (isChanged) session.Run("PRAGMA wal_checkpoint(TRUNCATE)"); // removes content erased by a script from the write-ahead log
    }

    private static bool Migrate(SqliteSession session, FeatureSchema schema)
    {
        var scripts = schema.Scripts("Sqlite");
        var version = Version(session, schema);
        if (version > scripts.Count)
            throw new InvalidOperationException($"The data has {schema.Feature} schema {version}, and this NewsHub supports {scripts.Count}: run a newer NewsHub.");
        foreach (var (n, script) in scripts.Index().Skip(version)) session.Run($"BEGIN; {script} {SetVersion(schema, n + 1)}; COMMIT;");
        return version < scripts.Count;
    }

    private static int Version(SqliteSession session, FeatureSchema schema) => schema == FeatureSchema.Wire
        ? (int)session.Number("PRAGMA user_version")
        : (int)session.Number("SELECT coalesce((SELECT CAST(value AS INTEGER) FROM hub WHERE key = $1), 0)", schema.VersionKey);

    private static string SetVersion(FeatureSchema schema, int version) => schema == FeatureSchema.Wire
        ? string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}")
        : string.Create(CultureInfo.InvariantCulture, $"INSERT OR REPLACE INTO hub VALUES ('{schema.VersionKey}', '{version}')");
}
