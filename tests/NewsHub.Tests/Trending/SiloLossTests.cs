using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Orleans.Configuration;
using Orleans.TestingHost;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>A thousand articles on three silos, one of which dies.</summary>
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
    public async Task Its_rankings_come_back_in_order_and_counts_lose_at_most_what_was_not_saved()
    {
        await Read(batch: 1, ReadersOf);
        await Eventually.Is(Saved, saved => saved >= Articles);
        await Read(batch: 2, _ => 1);

        await _cluster.KillSiloAsync(_cluster.Silos[1]);

        await Read(batch: 3, ReadersOf);
        await Eventually.Is(Top, ranking => ranking.SequenceEqual(Enumerable.Range(0, RankingBoard.Shown).Select(Id)));
        foreach (var n in (int[])[0, 1, 2, 500, 999])
        {
            // The one read of the second batch may be lost; nothing is counted twice.
            var reads = (await Ask(() => _cluster.Client.GetGrain<ITrendingCounterGrain>(Id(n)).Get()))!.Reads;
            Assert.InRange(reads, 2 * ReadersOf(n), 2 * ReadersOf(n) + 1);
        }
    }

    /// <summary>Everybody reads: the lower an article's number, the more.</summary>
    private async Task Read(int batch, Func<int, int> readers)
    {
        foreach (var some in Enumerable.Range(0, Articles).Chunk(64))
            await Task.WhenAll(some.Select(n => Ask(() => _cluster.Client.GetGrain<ITrendingCounterGrain>(Id(n)).Count(BatchOf(batch, readers(n))))));
    }

    private static ReadBatch BatchOf(int batch, int readers) => new(
        "gateway", 1, batch, readers, [.. Enumerable.Range(0, readers).Select(reader => (ulong)(reader * 3 + batch))]);

    private static int ReadersOf(int article) => article < 50 ? 60 - article : 1;

    private async Task<IReadOnlyList<string>> Top() =>
        (await Ask(() => _cluster.Client.GetGrain<IRankingGrain>(RankingFormula.Today.Name).Get())).Entries.Select(place => place.ArticleId).ToArray();

    private async Task<long> Saved() => await _database.Read(session => session.Number("SELECT COUNT(*) FROM grain_state WHERE grain_id LIKE 'trendingcounter/%'"));

    /// <summary>As a gateway does: again, with the same batch, until it is answered.</summary>
    private static async Task<T> Ask<T>(Func<Task<T>> call)
    {
        for (var trying = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                return await call();
            }
            catch (Exception failure) when (trying.Elapsed < TimeSpan.FromSeconds(60) && failure is TimeoutException or OrleansException)
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
