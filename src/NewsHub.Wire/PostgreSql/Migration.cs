using Microsoft.Data.Sqlite;
using NewsHub.Wire.Sqlite;
using Npgsql;
using NpgsqlTypes;
using static NpgsqlTypes.NpgsqlDbType;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Copies a hub's data from SQLite to an empty PostgreSQL database in one transaction. The epoch is kept, so cursors stay valid.
/// </summary>
public sealed class Migration(SqliteDatabase from, PostgreSqlDatabase to)
{
    private static readonly Table[] Tables =
    [
        new("entries", ("sequence", Bigint), ("kind", Text), ("at", Bigint), ("article_id", Text), ("topics", Text), ("article", Text), ("parent", Text), ("version", Integer), ("erased", NpgsqlDbType.Boolean)),
        new("articles", ("id", Text), ("version", Integer), ("position", Bigint), ("listed", Text), ("card", Text), ("due_at", Bigint), ("document", Bytea), ("parent", Text), ("erased", NpgsqlDbType.Boolean)),
        new("versions", ("article_id", Text), ("version", Integer), ("document", Bytea)),
        new("listings", ("topic", Text), ("position", Bigint), ("article_id", Text)),
        new("commands", ("id", Text), ("fingerprint", Text), ("article_id", Text), ("version", Integer), ("status", Text), ("sequence", Bigint), ("at", Bigint)),
        new("grain_state", ("grain_id", Text), ("name", Text), ("etag", Bigint), ("payload", Bytea)),
        new("reactions", ("article_id", Text), ("kind", Text), ("reader", Bigint)),
    ];

    /// <summary>Copies all tables, and returns the number of rows copied per table.</summary>
    /// <exception cref="InvalidOperationException">The target is not empty; nothing was copied.</exception>
    public async Task<IReadOnlyList<(string Table, long Rows)>> Run(CancellationToken stopping = default)
    {
        await using var connection = await to.Source.OpenConnectionAsync(stopping);
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        await Execute(connection, "LOCK TABLE wire, articles, grain_state IN ACCESS EXCLUSIVE MODE", stopping);
        foreach (var table in Tables)
            if (await Execute(connection, $"SELECT 1 FROM {table.Name} LIMIT 1", stopping) is not null)
                throw new InvalidOperationException($"The target is not empty: table {table.Name} contains rows. Migrate to a new database.");

        var copied = new List<(string, long)>();
        foreach (var table in Tables) copied.Add((table.Name, await from.Read(session => Copy(session, connection, table), stopping)));
        await Execute(connection, "UPDATE wire SET head = (SELECT coalesce(max(sequence), 0) FROM entries)", stopping);
        await Execute(connection, $"UPDATE hub SET value = '{from.Epoch}' WHERE key = 'epoch'", stopping);
        await transaction.CommitAsync(stopping);
        await Execute(connection, "ANALYZE", stopping);
        return copied;
    }

    private static long Copy(SqliteSession session, NpgsqlConnection connection, Table table)
    {
        var columns = string.Join(", ", table.Columns.Select(column => column.Name));
        using var writer = connection.BeginBinaryImport($"COPY {table.Name} ({columns}) FROM STDIN (FORMAT BINARY)");
        session.ForEach($"SELECT {columns} FROM {table.Name}", row =>
        {
            writer.StartRow();
            for (var i = 0; i < table.Columns.Length; i++) Write(writer, row, i, table.Columns[i].Type);
        });
        return (long)writer.Complete();
    }

    private static void Write(NpgsqlBinaryImporter writer, SqliteDataReader row, int column, NpgsqlDbType type)
    {
        if (row.IsDBNull(column)) writer.WriteNull();
        else if (type is Bigint) writer.Write(row.GetInt64(column), type);
        else if (type is Integer) writer.Write(row.GetInt32(column), type);
        else if (type is NpgsqlDbType.Boolean) writer.Write(row.GetBoolean(column), type);
        else if (type is Bytea) writer.Write(row.GetFieldValue<byte[]>(column), type);
        else writer.Write(row.GetString(column), type);
    }

    private static async Task<object?> Execute(NpgsqlConnection connection, string sql, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(stopping);
    }

    private sealed record Table(string Name, params (string Name, NpgsqlDbType Type)[] Columns);
}
