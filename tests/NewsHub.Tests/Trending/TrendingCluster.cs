using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Tests.Wire.Stores;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Orleans.Core.Internal;
using Orleans.TestingHost;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>A cluster of two silos with trending and one SQLite database file.</summary>
public sealed class TrendingCluster : IAsyncLifetime
{
    /// <summary>A formula registered in addition to the built-in ones.</summary>
    public static readonly RankingFormula Weekly = new("weekly", new HalfLife(TimeSpan.FromDays(7)));

    private readonly TemporaryDirectory _directory = new();
    private InProcessTestCluster _cluster = null!;

    public IClusterClient Grains => _cluster.Client;

    public SqliteDatabase Database { get; private set; } = null!;

    public IWireStore Store { get; private set; } = null!;

    public UnreliableStates States { get; private set; } = null!;

    public LostAnswers LostAnswers { get; } = new();

    public HeldReads Reads { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = new SqliteDatabase(_directory.Path, NullLogger<SqliteDatabase>.Instance, [TrendingSetup.Schema]);
        Store = new SqliteWireStore(Database);
        (var store, Reads) = HeldReads.Around(Store);
        States = new UnreliableStates(new SqliteGrainStates(Database));
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo
            .AddIncomingGrainCallFilter(LostAnswers)
            .Services.AddSingleton(Database).AddSqliteWire(_directory.Path).AddTrending().AddSingleton(Weekly).AddSingleton<IGrainStates>(States).AddSingleton(store));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Database.Dispose();
        _directory.Dispose();
    }

    public ITrendingCounterGrain Counter(string articleId) => Grains.GetGrain<ITrendingCounterGrain>(articleId);

    public IRankingGrain Ranking(string key) => Grains.GetGrain<IRankingGrain>(key);

    public Task Publish(string id, string section, string headline = "Ferry returns to the old harbour") =>
        Change(id, section, EntryKind.Published, headline);

    public async Task Change(string id, string section, EntryKind kind, string? headline)
    {
        var version = (await Store.FindDocument(id))?.Version ?? 0;
        string[] topics = [Topic.News, Topic.Section(section), Topic.Article(id)];
        var at = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var outcome = await Store.Commit(new Commit
        {
            Subject = new Subject(id),
            ExpectedVersion = version,
            At = at,
            Document = "{}"u8.ToArray(),
            Status = kind.ToString(),
            ListedUnder = headline is null ? [] : topics,
            EraseEntriesUpTo = kind == EntryKind.Killed ? Commit.Everything : 0,
            Entry = new EntryDraft(kind, at, topics, new WireArticle
            {
                Id = id, Version = version + 1, Headline = headline, Section = headline is null ? null : section, Url = $"/articles/{id}",
            }),
        });
        Assert.IsType<CommitOutcome.Committed>(outcome);
        await Grains.GetGrain<IWireGrain>(0).Nudge((await Store.Bounds()).Head);
    }

    /// <summary>Deactivates a grain; the next call loads its stored state.</summary>
    public static async Task Deactivate(IAddressable grain) => await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
}

/// <summary>The collection of tests that share the cluster; they run sequentially.</summary>
[CollectionDefinition(Name)]
public sealed class SharedTrendingCluster : ICollectionFixture<TrendingCluster>
{
    public const string Name = "shared trending cluster";
}
