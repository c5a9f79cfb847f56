using Npgsql;
using NpgsqlTypes;

namespace NewsHub.Wire.PostgreSql;

/// <summary>Stores grain states in PostgreSQL.</summary>
internal sealed class PostgreSqlGrainStates(PostgreSqlDatabase database) : IGrainStates
{
    private static readonly string Statement = Embedded.Statement("StoreStates");

    public Task<StoredState?> Find(string grainId, string name) => database.First(
        "SELECT etag, payload FROM grain_state WHERE grain_id = $1 AND name = $2",
        row => new StoredState(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1)), [grainId, name]);

    public Task<bool> TryStore(string grainId, string name, long expected, byte[]? payload) =>
        database.Store(new StateWrite(grainId, name, expected, payload));

    internal static IEnumerable<object> ConflictKeys(StateWrite write) => [(write.GrainId, write.Name)];

    internal static async Task<IReadOnlyList<bool>> Send(NpgsqlConnection connection, IReadOnlyList<StateWrite> writes)
    {
        await using var command = new NpgsqlCommand(Statement, connection);
        Add(NpgsqlDbType.Text, write => write.GrainId);
        Add(NpgsqlDbType.Text, write => write.Name);
        Add(NpgsqlDbType.Bigint, write => write.Expected);
        Add(NpgsqlDbType.Bytea, write => write.Payload);
        await using var reader = await command.ExecuteReaderAsync();
        var stored = new List<bool>(writes.Count);
        while (await reader.ReadAsync()) stored.Add(reader.GetBoolean(0));
        await reader.CloseAsync(); // the server confirms durability only with the end of the transaction
        return stored;

        void Add<T>(NpgsqlDbType type, Func<StateWrite, T> column) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. writes.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}

/// <summary>A state to store if its etag is still the expected one.</summary>
internal sealed record StateWrite(string GrainId, string Name, long Expected, byte[]? Payload);
