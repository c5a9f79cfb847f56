using Microsoft.Data.Sqlite;
using NewsHub.Wire.Sqlite;
using Npgsql;
using NpgsqlTypes;
using static NpgsqlTypes.NpgsqlDbType;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Copies a hub's data from SQLite to an empty PostgreSQL database in one transaction. The epoch is kept, so cursors stay valid.
/// </summary>
public sealed class Migration(SqliteDatabase from, PostgreSqlDatabase to, IEnumerable<FeatureSchema> features)
{
    /// <summary>Copies all tables, and returns the number of rows copied per table.</summary>
    /// <exception cref="InvalidOperationException">The target is not empty; nothing was copied.</exception>
    public async Task<IReadOnlyList<(string Table, long Rows)>> Run(CancellationToken stopping = default)
    {
        await using var connection = await to.Source.OpenConnectionAsync(stopping);
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        await Execute(connection, "LOCK TABLE wire, articles, grain_state IN ACCESS EXCLUSIVE MODE", stopping);
        var tables = FeatureSchema.WithWire(features).SelectMany(schema => schema.Tables).ToArray();
        foreach (var table in tables)
            if (await Execute(connection, $"SELECT 1 FROM {table} LIMIT 1", stopping) is not null)
                throw new InvalidOperationException($"The target is not empty: table {table} contains rows. Migrate to a new database.");

        var copied = new List<(string, long)>();
        foreach (var table in tables)
        {
            var columns = await ColumnsOf(connection, table, stopping);
            copied.Add((table, await from.Read(session => Copy(session, connection, table, columns), stopping)));
        }

        await Execute(connection, "UPDATE wire SET head = (SELECT coalesce(max(sequence), 0) FROM entries)", stopping);
        await Execute(connection, $"UPDATE hub SET value = '{from.Epoch}' WHERE key = 'epoch'", stopping);
        await transaction.CommitAsync(stopping);
        await Execute(connection, "ANALYZE", stopping);
        return copied;
    }

    private static async Task<IReadOnlyList<(string Name, NpgsqlDbType Type)>> ColumnsOf(NpgsqlConnection connection, string table, CancellationToken stopping)
    {
        await using var query = new NpgsqlCommand($"SELECT * FROM {table} LIMIT 0", connection);
        await using var reader = await query.ExecuteReaderAsync(stopping);
        return [.. reader.GetColumnSchema().Select(column => (column.ColumnName, column.NpgsqlDbType!.Value))];
    }

    private static long Copy(SqliteSession session, NpgsqlConnection connection, string table, IReadOnlyList<(string Name, NpgsqlDbType Type)> columns)
    {
        var names = string.Join(", ", columns.Select(column => column.Name));
        using var writer = connection.BeginBinaryImport($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)");
        session.ForEach($"SELECT {names} FROM {table}", row =>
        {
            writer.StartRow();
            for (var i = 0; i < columns.Count; i++) Write(writer, row, i, columns[i].Type);
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
}
