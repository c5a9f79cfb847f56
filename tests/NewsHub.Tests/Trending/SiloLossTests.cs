using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Orleans.Configuration;
using Orleans.TestingHost;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>1,000 articles on three silos, one of which is killed.</summary>
[Trait("Category", "Slow")]
public sealed class SiloLossTests : IAsyncLifetime
{
    private const int Articles = 1_000;

    private readonly TemporaryDirectory _directory = new();
    private SqliteDatabase _database = null!;
    private SqliteWireStore _store = null!;
    private InProcessTestCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _database = new SqliteDatabase(_directory.Path, NullLogger<SqliteDatabase>.Instance, [TrendingSetup.Schema]);
        _store = new SqliteWireStore(_database);
        var builder = new InProcessTestClusterBuilder(3);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(2));
            silo.Services.AddSingleton(_database).AddSqliteWire(_directory.Path).AddTrending();
        });
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(2)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        foreach (var some in Enumerable.Range(0, Articles).Chunk(64)) await Task.WhenAll(some.Select(n => Publish(Id(n))));
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task After_a_silo_is_killed_rankings_recover_and_only_unsaved_counts_are_lost()
    {
        await Read(batch: 1, ReadersOf);
        await Eventually.Is(Saved, saved => saved >= Articles);
        await Read(batch: 2, _ => 1);

        await _cluster.KillSiloAsync(_cluster.Silos[1]);

        await Read(batch: 3, ReadersOf);
        await Eventually.Is(Top, ranking => ranking.SequenceEqual(Enumerable.Range(0, RankingBoard.Shown).Select(Id)));
        foreach (var n in (int[])[0, 1, 2, 500, 999])
        {
            // The single read of the second batch may be lost; no read is counted twice.
            var reads = (await Retry(() => _cluster.Client.GetGrain<ITrendingCounterGrain>(Id(n)).Get()))!.Reads;
            Assert.InRange(reads, 2 * ReadersOf(n), 2 * ReadersOf(n) + 1);
        }
    }

    /// <summary>Counts a batch of every article, with the given number of readers per article.</summary>
    private async Task Read(int batch, Func<int, int> readers)
    {
        foreach (var some in Enumerable.Range(0, Articles).Chunk(64))
            await Task.WhenAll(some.Select(n => Retry(() => _cluster.Client.GetGrain<ITrendingCounterGrain>(Id(n)).Count(BatchOf(batch, readers(n))))));
    }

    private static ReadBatch BatchOf(int batch, int readers) => new(
        "gateway", 1, batch, readers, [.. Enumerable.Range(0, readers).Select(reader => (ulong)(reader * 3 + batch))]);

    private static int ReadersOf(int article) => article < 50 ? 60 - article : 1;

    private async Task<IReadOnlyList<string>> Top() =>
        (await Retry(() => _cluster.Client.GetGrain<IRankingGrain>(RankingFormula.Today.Name).Get())).Entries.Select(place => place.ArticleId).ToArray();

    private async Task<long> Saved() => await _database.Read(session => session.Number("SELECT COUNT(*) FROM grain_state WHERE grain_id LIKE 'trendingcounter/%'"));

    /// <summary>Retries a call with the same batch until it succeeds, as a gateway does.</summary>
    private static async Task<T> Retry<T>(Func<Task<T>> call)
    {
        for (var elapsed = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                return await call();
            }
            catch (Exception failure) when (elapsed.Elapsed < TimeSpan.FromSeconds(60) && failure is TimeoutException or OrleansException)
            {
            }
        }
    }

    private async Task Publish(string id)
    {
        string[] topics = [Topic.News, Topic.Section("world"), Topic.Article(id)];
        var at = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var outcome = await _store.Commit(new Commit
        {
            Subject = new Subject(id), ExpectedVersion = 0, At = at, Document = "{}"u8.ToArray(), Status = "published", ListedUnder = topics,
            Entry = new EntryDraft(EntryKind.Published, at, topics, new WireArticle { Id = id, Version = 1, Headline = id, Section = "world", Url = $"/articles/{id}" }),
        });
        Assert.IsType<CommitOutcome.Committed>(outcome);
    }

    private static string Id(int n) => $"a{n:0000}";
}
