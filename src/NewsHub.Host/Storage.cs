using NewsHub.Wire;
using NewsHub.Wire.Sqlite;

namespace NewsHub.Host;

/// <summary>Registers the configured database.</summary>
internal static class Storage
{
    public static void AddStore(this WebApplicationBuilder builder, HubOptions hub)
    {
        CreateDataDirectory(hub.DataDirectory);
        if (hub.IsClustered) builder.Services.AddPostgreSqlWire(hub.ConnectionString!);
        else builder.Services.AddSqliteWire(hub.DataDirectory);
    }

    private static void CreateDataDirectory(string path)
    {
        try
        {
            PrivateFiles.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"NewsHub:DataDirectory {path} cannot be created: {failure.Message}", failure);
        }
    }
}
