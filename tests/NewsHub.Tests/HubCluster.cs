using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Articles;
using NewsHub.Trending;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Orleans.TestingHost;
using Xunit;

namespace NewsHub.Tests;

/// <summary>Three silos in this process over one real SQLite file; one cluster serves all grain tests.</summary>
public sealed class HubCluster : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _directory = new();
    private SqliteDatabase _database = null!;

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IGrainFactory Grains => Cluster.Client;

    public IWireStore Store { get; private set; } = null!;

    public T Get<T>() where T : notnull => Cluster.Silos[0].ServiceProvider.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        _database = new SqliteDatabase(_directory.Path, NullLogger<SqliteDatabase>.Instance, [TrendingSetup.Schema]);
        Store = new SqliteWireStore(_database);
        var builder = new InProcessTestClusterBuilder(3);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo.Services.AddSingleton(_database).AddSqliteWire(_directory.Path).AddArticles(_directory.Path));
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    /// <summary>Kills the silo where a grain lives, without a word to anybody, and starts another in its place.</summary>
    public async Task KillTheSiloOf(IGrain grain)
    {
        var address = await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);
        await Cluster.KillSiloAsync(Cluster.Silos.First(silo => silo.SiloAddress.Equals(address)));
        await Cluster.StartAdditionalSiloAsync();
    }

    /// <summary>
    /// In how many silos a grain is in memory. The grain directory would not do: an entry whose owner was killed while it was being
    /// removed stays there until somebody calls the grain.
    /// </summary>
    public async Task<int> CountActivations(IGrain grain)
    {
        SiloAddress[] living = [.. Cluster.Silos.Select(silo => silo.SiloAddress)];
        var active = await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(hostsIds: living);
        return active.Count(statistic => statistic.GrainId == grain.GetGrainId());
    }

    /// <summary>The sequences of what a follower sees after <paramref name="start"/>, until there are so many.</summary>
    public async Task<IReadOnlyList<long>> Follow(long start, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var follower = new WireFollower(Grains, Store, TimeProvider.System, NullLogger<WireFollower>.Instance);
        var seen = new List<long>();
        await foreach (var batch in follower.Follow(start, patience.Token))
        {
            seen.AddRange(batch.Select(entry => entry.Seq));
            if (seen.Count >= count) break;
        }

        return seen;
    }

    public async Task DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _database.Dispose();
        _directory.Dispose();
    }
}

/// <summary>Tests that share the cluster; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class OnOneCluster : ICollectionFixture<HubCluster>
{
    public const string Name = "on one cluster";
}
