using System.Globalization;

namespace NewsHub.Wire.Sqlite;

/// <summary>Brings a database to this version's schema by running the scripts <c>001.sql</c>, <c>002.sql</c> …, each in its own transaction.</summary>
internal static class SqliteSchema
{
    /// <exception cref="InvalidOperationException">The database was written by a newer NewsHub.</exception>
    public static void Migrate(SqliteSession session)
    {
        var scripts = Scripts.In("Sqlite.Schema");
        var version = (int)session.Number("PRAGMA user_version");
        if (version > scripts.Count)
            throw new InvalidOperationException($"The data has schema {version}, and this NewsHub supports {scripts.Count}: run a newer NewsHub.");
        if (version == scripts.Count) return;
        for (; version < scripts.Count; version++)
            session.Run($"BEGIN; {Scripts.Read(scripts[version])} PRAGMA user_version = {(version + 1).ToString(CultureInfo.InvariantCulture)}; COMMIT;");
        session.Run("PRAGMA wal_checkpoint(TRUNCATE)"); // removes content erased by a script from the write-ahead log
    }
}
