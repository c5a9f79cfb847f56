using Microsoft.Extensions.Options;
using NewsHub.Trending;
using NewsHub.Wire;
using NewsHub.Wire.PostgreSql;
using NewsHub.Wire.Sqlite;

namespace NewsHub.Host.Commands;

/// <summary>
/// <c>NewsHub.Host migrate --to "Host=db;Database=newshub;…"</c>: copies the SQLite database in <c>NewsHub:DataDirectory</c> to an empty
/// PostgreSQL database. The hub must be stopped. Cursors, keys and idempotency keys stay valid; the SQLite file is not changed.
/// </summary>
internal static class MigrateCommand
{
    public const string Name = "migrate";

    private const int FailedExitCode = 1;
    private const int UsageExitCode = 2;

    private static readonly FeatureSchema[] Features = [TrendingSetup.Schema];

    public static async Task<int> Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var hub = builder.ReadHubOptions();
        if (builder.Configuration["to"] is not { Length: > 0 } target)
        {
            await Console.Error.WriteLineAsync("migrate requires --to \"Host=…;Database=…;Username=…;Password=…\", the connection string of the target database.");
            return UsageExitCode;
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
        catch (InvalidOperationException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return FailedExitCode;
        }

        Console.WriteLine("Migration complete. Start the hubs with NewsHub:Store=postgres and this connection string in ConnectionStrings:NewsHub.");
        return 0;
    }
}
