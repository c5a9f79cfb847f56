using Microsoft.Data.Sqlite;

namespace NewsHub.Wire.Sqlite;

/// <summary>
/// A connection with its prepared statements. Values are bound by position to <c>$1</c>, <c>$2</c> …. Not safe for concurrent use.
/// </summary>
public sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _statements = [];

    internal SqliteSession(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
    }

    /// <summary>Runs a statement and returns the number of changed rows.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>Returns the first row, or null.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values) where T : class
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read() ? map(reader) : null;
    }

    /// <summary>Returns the first column of the first row as a number; 0 if there is none.</summary>
    public long Number(string sql, params ReadOnlySpan<object?> values) =>
        Bind(sql, values).ExecuteScalar() is long number ? number : 0;

    /// <summary>Returns all rows.</summary>
    public IReadOnlyList<T> All<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        using var reader = Bind(sql, values).ExecuteReader();
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }

    /// <summary>Calls <paramref name="visit"/> for every row, without buffering the rows.</summary>
    internal void ForEach(string sql, Action<SqliteDataReader> visit)
    {
        using var reader = Bind(sql, []).ExecuteReader();
        while (reader.Read()) visit(reader);
    }

    /// <summary>Runs a script of several statements.</summary>
    internal void Run(string script)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements.Add(sql, statement = Prepare(sql, values.Length));
        for (var i = 0; i < values.Length; i++) statement.Parameters[i].Value = values[i] ?? DBNull.Value;
        return statement;
    }

    private SqliteCommand Prepare(string sql, int values)
    {
        var statement = _connection.CreateCommand();
        statement.CommandText = sql;
        for (var i = 1; i <= values; i++) statement.Parameters.Add(new SqliteParameter($"${i}", null));
        return statement;
    }
}
