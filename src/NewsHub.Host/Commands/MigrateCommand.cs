using Microsoft.Extensions.Options;
using NewsHub.Trending;
using NewsHub.Wire.PostgreSql;
using NewsHub.Wire.Sqlite;
using NewsHub.Wire;

namespace NewsHub.Host.Commands;

/// <summary>
/// <c>NewsHub.Host migrate --to "Host=db;Database=newshub;…"</c>: copies the hub in <c>NewsHub:DataDirectory</c>, which must be stopped,
/// to an empty PostgreSQL database. Cursors, keys and idempotency keys stay valid; the SQLite file stays as it was.
/// </summary>
internal static class MigrateCommand
{
    public const string Name = "migrate";

    private const int Misused = 2;
    private const int Refused = 1;

    private static readonly FeatureSchema[] Features = [TrendingSetup.Schema];

    public static async Task<int> Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var hub = builder.ReadHubOptions();
        if (builder.Configuration["to"] is not { Length: > 0 } target)
        {
            await Console.Error.WriteLineAsync("migrate needs --to \"Host=…;Database=…;Username=…;Password=…\": the database that the hub moves to.");
            return Misused;
        }

        using var logs = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole());
        try
        {
            using var from = SqliteDatabase.OpenExisting(hub.DataDirectory, logs.CreateLogger<SqliteDatabase>(), Features);
            await using var to = new PostgreSqlDatabase(
                Options.Create(new PostgreSqlOptions { ConnectionString = target }), new WallClock(TimeProvider.System), TimeProvider.System,
                logs.CreateLogger<PostgreSqlDatabase>(), Features);
            await to.Open();
            foreach (var (table, rows) in await new Migration(from, to, Features).Run()) Console.WriteLine($"{table}: {rows} rows");
        }
        catch (InvalidOperationException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return Refused;
        }

        Console.WriteLine("Moved. Start the hubs with NewsHub:Store=postgres and this connection string in ConnectionStrings:NewsHub.");
        return 0;
    }
}
