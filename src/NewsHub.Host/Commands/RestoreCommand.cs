using Microsoft.Extensions.Options;
using NewsHub.Wire;
using NewsHub.Wire.PostgreSql;
using NewsHub.Wire.Sqlite;

namespace NewsHub.Host.Commands;

/// <summary>
/// <c>NewsHub.Host restore</c>: assigns a new epoch to a database that was restored from a backup, so that older cursors get
/// <c>recovered: false</c>. Running hubs on PostgreSQL exit with code 1 and rely on their supervisor to restart them.
/// </summary>
internal static class RestoreCommand
{
    public const string Name = "restore";

    private const int FailedExitCode = 1;

    public static async Task<int> Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var hub = builder.ReadHubOptions();
        using var logs = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole());
        try
        {
            var epoch = hub.IsClustered ? await RenewPostgreSql(hub, logs) : await RenewSqlite(hub, logs);
            Console.WriteLine($"The epoch is now {epoch}. Readers with a cursor of an earlier epoch receive a snapshot.");
            return 0;
        }
        catch (InvalidOperationException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return FailedExitCode;
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
