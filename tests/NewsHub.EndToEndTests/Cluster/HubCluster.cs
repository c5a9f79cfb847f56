using NewsHub.TestDatabase;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>Hubs that share a PostgreSQL server of their own; all real processes.</summary>
internal sealed class HubCluster : IAsyncDisposable
{
    private HubCluster(PostgreSqlServer database, string connectionString, HubProcess[] hubs) =>
        (Database, ConnectionString, Hubs) = (database, connectionString, hubs);

    public PostgreSqlServer Database { get; }

    public string ConnectionString { get; }

    public HubProcess[] Hubs { get; }

    /// <summary>Skips the test where PostgreSQL is missing; in CI that is a failure.</summary>
    public static void Require()
    {
        if (PostgreSqlPrograms.Directory is not null) return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", PostgreSqlPrograms.Missing);
        Skip.If(true, PostgreSqlPrograms.Missing);
    }

    /// <summary>A database, and hubs on it that are not started yet; each with settings of its own.</summary>
    public static async Task<HubCluster> Prepare(params (string Name, string Value)[][] hubs)
    {
        Require();
        var database = await PostgreSqlServer.StartFresh();
        var connectionString = await database.CreateDatabase();
        return new HubCluster(database, connectionString, [.. hubs.Select(settings => HubProcess.InCluster(connectionString, settings))]);
    }

    /// <summary>Three hubs, all ready; in a network each has a seat of its own.</summary>
    /// <param name="version">The program's file; null: as it was built with the tests.</param>
    public static async Task<HubCluster> StartThree(Network? network = null, string? version = null)
    {
        var cluster = network is null ? await Prepare([], [], []) : await Seat(network);
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

    /// <summary>What the hubs say that nobody expected, a few lines of it.</summary>
    public string Troubles => string.Join('\n', Hubs.SelectMany(hub => hub.Output.Split('\n'))
        .Where(line => line.Contains("NewsHub.Host.FailureHandler", StringComparison.Ordinal)).Take(5));

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in Hubs) await hub.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static async Task<HubCluster> Seat(Network network)
    {
        Require();
        var database = await PostgreSqlServer.StartFresh(network.Host);
        var connectionString = await database.CreateDatabase();
        return new HubCluster(database, connectionString, [.. network.Seats.Select(seat => HubProcess.Through(seat.Enter, seat.Address, connectionString))]);
    }
}
