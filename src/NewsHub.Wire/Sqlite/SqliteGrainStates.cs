namespace NewsHub.Wire.Sqlite;

/// <summary>Stores grain states in SQLite, with the wire's writer.</summary>
internal sealed class SqliteGrainStates(SqliteDatabase database) : IGrainStates
{
    public Task<StoredState?> Find(string grainId, string name) => database.Read(session => session.First(
        "SELECT etag, payload FROM grain_state WHERE grain_id = $1 AND name = $2",
        row => new StoredState(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1)), grainId, name));

    public Task<bool> TryStore(string grainId, string name, long expected, byte[]? payload) => database.Write(session =>
        session.Execute("INSERT INTO grain_state SELECT $1, $2, 1, $4 WHERE $3 = 0 ON CONFLICT DO NOTHING", grainId, name, expected, payload) == 1
        || session.Execute(
            "UPDATE grain_state SET etag = etag + 1, payload = $4 WHERE grain_id = $1 AND name = $2 AND etag = $3 AND $3 > 0",
            grainId, name, expected, payload) == 1);
}
