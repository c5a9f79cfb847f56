using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Articles;
using NewsHub.Trending;
using NewsHub.Wire;
using NewsHub.Wire.Outputs;
using NewsHub.Wire.Sqlite;
using Orleans.TestingHost;
using Xunit;

namespace NewsHub.Tests;

/// <summary>Three in-process silos on one SQLite file, shared by all grain tests.</summary>
public sealed class HubCluster : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _directory = new();
    private SqliteDatabase _database = null!;

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IGrainFactory Grains => Cluster.Client;

    public IWireStore Store { get; private set; } = null!;

    /// <summary>The output that runs once in the cluster.</summary>
    internal RecordedOutput Output { get; } = new();

    public T Get<T>() where T : notnull => Cluster.Silos[0].ServiceProvider.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        _database = new SqliteDatabase(_directory.Path, NullLogger<SqliteDatabase>.Instance, [TrendingSetup.Schema]);
        Store = new SqliteWireStore(_database);
        var builder = new InProcessTestClusterBuilder(3);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo.Services.AddSingleton(_database).AddSqliteWire(_directory.Path).AddArticles(_directory.Path)
            .AddSingleton<IWireOutput>(Output));
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    /// <summary>Kills the silo that hosts a grain without a graceful shutdown and starts a replacement.</summary>
    public async Task KillTheSiloOf(IGrain grain)
    {
        var address = await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);
        await Cluster.KillSiloAsync(Cluster.Silos.First(silo => silo.SiloAddress.Equals(address)));
        await Cluster.StartAdditionalSiloAsync();
    }

    /// <summary>
    /// Counts the activations of a grain over all live silos. The grain directory is not used: an entry whose owner was killed while it was
    /// being removed stays there until the next call to the grain.
    /// </summary>
    public async Task<int> CountActivations(IGrain grain)
    {
        SiloAddress[] living = [.. Cluster.Silos.Select(silo => silo.SiloAddress)];
        var active = await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(hostsIds: living);
        return active.Count(statistic => statistic.GrainId == grain.GetGrainId());
    }

    /// <summary>Follows the wire after <paramref name="start"/> until at least <paramref name="count"/> entries were received; returns their sequence numbers.</summary>
    public async Task<IReadOnlyList<long>> Follow(long start, int count)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        var follower = new WireFollower(Grains, Store, Get<WireMetrics>(), TimeProvider.System, NullLogger<WireFollower>.Instance);
        var seen = new List<long>();
        await foreach (var batch in follower.Follow(start, timeout.Token))
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

/// <summary>Collection of the tests that share the cluster; they run sequentially.</summary>
[CollectionDefinition(Name)]
public sealed class OnOneCluster : ICollectionFixture<HubCluster>
{
    public const string Name = "on one cluster";
}
