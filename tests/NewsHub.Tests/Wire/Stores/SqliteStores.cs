using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Sqlite;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;

namespace NewsHub.Tests.Wire.Stores;

internal sealed class SqliteStores : IStores
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteDatabase _database;

    public SqliteStores() => _database = Open();

    public string Directory => _directory.Path;

    public IWireStore Wire => new SqliteWireStore(_database);

    public IReactionStore Reactions => new SqliteReactionStore(_database);

    public IGrainStates States => new SqliteGrainStates(_database);

    public WireMetrics Metrics { get; } = WireMeters.Create();

    public Task Run(string sql) => _database.Write(session => session.Execute(sql));

    public async Task<IAsyncDisposable> LockWrites()
    {
        var other = new SqliteConnection($"Data Source={System.IO.Path.Combine(Directory, "newshub.db")};Pooling=False");
        await other.OpenAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return other;
    }

    public Task Reopen()
    {
        _database.Dispose();
        _database = Open();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private SqliteDatabase Open() => new(_directory.Path, NullLogger<SqliteDatabase>.Instance, [TrendingSetup.Schema], Metrics);
}
