using NewsHub.Wire;

namespace NewsHub.Host;

/// <summary>Registers the configured database.</summary>
internal static class Storage
{
    public static void AddStore(this WebApplicationBuilder builder, HubOptions hub)
    {
        Directory.CreateDirectory(hub.DataDirectory);
        if (hub.IsClustered) builder.Services.AddPostgreSqlWire(hub.ConnectionString!);
        else builder.Services.AddSqliteWire(hub.DataDirectory);
    }
}
