using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.PostgreSql;
using NewsHub.Wire;
using NewsHub.Wire.PostgreSql;
using Npgsql;

namespace NewsHub.Tests.Wire.Stores;

internal sealed class PostgreSqlStores : IStores
{
    private readonly string _connectionString;

    private PostgreSqlStores(string connectionString, TimeProvider? time) => (_connectionString, Database) = (connectionString, CreateDatabase(connectionString, time: time, metrics: Metrics));

    public PostgreSqlDatabase Database { get; private set; }

    public IWireStore Wire => new PostgreSqlWireStore(Database);

    public IReactionStore Reactions => new PostgreSqlReactionStore(Database);

    public IGrainStates States => new PostgreSqlGrainStates(Database);

    public WireMetrics Metrics { get; } = WireMeters.Create();

    public static async Task<PostgreSqlStores> Open(string connectionString, TimeProvider? time = null)
    {
        var stores = new PostgreSqlStores(connectionString, time);
        await stores.Database.Open();
        return stores;
    }

    /// <summary>Creates a hub's database object, which is not opened yet.</summary>
    public static PostgreSqlDatabase CreateDatabase(string connectionString, bool applySchema = true, TimeProvider? time = null, WireMetrics? metrics = null) => new(
        Options.Create(new PostgreSqlOptions { ConnectionString = connectionString, ApplySchema = applySchema }),
        new WallClock(TimeProvider.System), time ?? TimeProvider.System, NullLogger<PostgreSqlDatabase>.Instance, [TrendingSetup.Schema], metrics);

    public Task Run(string sql) => Database.Execute(sql, []);

    public async Task<IAsyncDisposable> LockWrites()
    {
        var other = new NpgsqlConnection($"{_connectionString};Pooling=false");
        await other.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; SELECT head FROM wire FOR UPDATE", other);
        await command.ExecuteNonQueryAsync();
        return other;
    }

    public async Task Reopen()
    {
        await Database.DisposeAsync();
        Database = CreateDatabase(_connectionString);
        await Database.Open();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
