using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>Hub processes that share a PostgreSQL server started for the test.</summary>
internal sealed class HubCluster : IAsyncDisposable
{
    private HubCluster(PostgreSqlServer database, string connectionString, HubProcess[] hubs) =>
        (Database, ConnectionString, Hubs) = (database, connectionString, hubs);

    public PostgreSqlServer Database { get; }

    public string ConnectionString { get; }

    public HubProcess[] Hubs { get; }

    /// <summary>Skips the test where PostgreSQL is missing; fails it in CI.</summary>
    public static void Require()
    {
        if (PostgreSqlPrograms.Directory is not null) return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", PostgreSqlPrograms.Missing);
        Skip.If(true, PostgreSqlPrograms.Missing);
    }

    /// <summary>Creates a database and hubs on it without starting them; each hub has its own settings.</summary>
    public static async Task<HubCluster> Prepare(params (string Name, string Value)[][] hubs)
    {
        Require();
        var database = await PostgreSqlServer.StartFresh();
        var connectionString = await database.CreateDatabase();
        return new HubCluster(database, connectionString, [.. hubs.Select(settings => HubProcess.InCluster(connectionString, settings))]);
    }

    /// <summary>Starts three hubs; returns when all are ready. In a network each hub runs on its own node.</summary>
    /// <param name="version">Path of the host assembly; null for the one built with the tests.</param>
    public static async Task<HubCluster> StartThree(Network? network = null, string? version = null)
    {
        var cluster = network is null ? await Prepare([], [], []) : await PrepareIn(network);
        if (version is not null)
            foreach (var hub in cluster.Hubs) hub.Version = version;
        try
        {
            await Task.WhenAll(cluster.Hubs.Select(hub => hub.Start()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The first log lines about unhandled exceptions, at most five.</summary>
    public string Failures => string.Join('\n', Hubs.SelectMany(hub => hub.Output.Split('\n'))
        .Where(line => line.Contains("NewsHub.Host.FailureHandler", StringComparison.Ordinal)).Take(5));

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in Hubs) await hub.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static async Task<HubCluster> PrepareIn(Network network)
    {
        Require();
        var database = await PostgreSqlServer.StartFresh(network.Host);
        var connectionString = await database.CreateDatabase();
        return new HubCluster(database, connectionString, [.. network.Nodes.Select(node => HubProcess.WithLauncher(node.CommandPrefix, node.Address, connectionString))]);
    }
}
