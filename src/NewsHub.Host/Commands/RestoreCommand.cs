using Microsoft.Extensions.Options;
using NewsHub.Wire;
using NewsHub.Wire.PostgreSql;
using NewsHub.Wire.Sqlite;

namespace NewsHub.Host.Commands;

/// <summary>
/// <c>NewsHub.Host restore</c>, after a backup was put back: gives the database a new epoch, so that cursors of before get
/// <c>recovered: false</c>. Hubs on PostgreSQL that run end with exit code 1, and are started again.
/// </summary>
internal static class RestoreCommand
{
    public const string Name = "restore";

    private const int Refused = 1;

    public static async Task<int> Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var hub = builder.ReadHubOptions();
        using var logs = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole());
        try
        {
            var epoch = hub.IsClustered ? await RenewPostgreSql(hub, logs) : await RenewSqlite(hub, logs);
            Console.WriteLine($"The epoch is now {epoch}: readers with a cursor of an earlier one start again from a snapshot.");
            return 0;
        }
        catch (InvalidOperationException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return Refused;
        }
    }

    private static async Task<string> RenewSqlite(HubOptions hub, ILoggerFactory logs)
    {
        using var database = SqliteDatabase.OpenExisting(hub.DataDirectory, logs.CreateLogger<SqliteDatabase>());
        return await database.RenewEpoch();
    }

    private static async Task<string> RenewPostgreSql(HubOptions hub, ILoggerFactory logs)
    {
        await using var database = new PostgreSqlDatabase(
            Options.Create(new PostgreSqlOptions { ConnectionString = hub.ConnectionString! }), new WallClock(TimeProvider.System), TimeProvider.System,
            logs.CreateLogger<PostgreSqlDatabase>());
        await database.Open();
        return await database.RenewEpoch();
    }
}
