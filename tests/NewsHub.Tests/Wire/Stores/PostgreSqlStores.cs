using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.PostgreSql;
using NewsHub.Wire;
using NewsHub.Wire.PostgreSql;

namespace NewsHub.Tests.Wire.Stores;

internal sealed class PostgreSqlStores : IStores
{
    private readonly string _connectionString;

    private PostgreSqlStores(string connectionString) => (_connectionString, Database) = (connectionString, CreateDatabase(connectionString));

    public PostgreSqlDatabase Database { get; private set; }

    public IWireStore Wire => new PostgreSqlWireStore(Database);

    public IReactionStore Reactions => new PostgreSqlReactionStore(Database);

    public IGrainStates States => new PostgreSqlGrainStates(Database);

    public static async Task<PostgreSqlStores> Open(string connectionString)
    {
        var stores = new PostgreSqlStores(connectionString);
        await stores.Database.Open();
        return stores;
    }

    /// <summary>Creates a hub's database object, which is not opened yet.</summary>
    public static PostgreSqlDatabase CreateDatabase(string connectionString, bool applySchema = true) => new(
        Options.Create(new PostgreSqlOptions { ConnectionString = connectionString, ApplySchema = applySchema }),
        new WallClock(TimeProvider.System), TimeProvider.System, NullLogger<PostgreSqlDatabase>.Instance, [TrendingSetup.Schema]);

    public Task Run(string sql) => Database.Execute(sql, []);

    public async Task Reopen()
    {
        await Database.DisposeAsync();
        Database = CreateDatabase(_connectionString);
        await Database.Open();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
