using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Trending.Recording;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Orleans.TestingHost;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>Replays the recording of a hub with one silo.</summary>
[Trait("Category", "Slow")]
public sealed class ReplayTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteDatabase _database = null!;
    private SqliteWireStore _store = null!;
    private InProcessTestCluster _cluster = null!;

    private string Recording => Path.Combine(_directory.Path, "counts.jsonl");

    public async Task InitializeAsync()
    {
        _database = new SqliteDatabase(_directory.Path, NullLogger<SqliteDatabase>.Instance, [TrendingSetup.Schema]);
        _store = new SqliteWireStore(_database);
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo.Services
            .AddSingleton(_database).AddSqliteWire(_directory.Path).AddTrending()
            .Configure<TrendingOptions>(options => (options.RecordTo, options.ReactionWeight) = (Recording, 3)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Replay_gives_the_same_rankings_as_the_hub_byte_for_byte()
    {
        var random = new Random(1);
        for (var n = 0; n < 12; n++) await Change(Id(n), n % 2 == 0 ? "world" : "sport", EntryKind.Published, $"Headline {n}");
        for (var batch = 1; batch <= 200; batch++)
        {
            var readers = Enumerable.Range(0, random.Next(1, 6)).Select(_ => (ulong)random.Next(100)).Distinct().ToArray();
            var origins = readers.Select(reader => Origin.Of((uint)(reader % 3 + 1), (uint)(reader % 4), reader % 5 == 0).Bits).ToArray();
            await Counter(random.Next(12)).Count(new ReadBatch("gateway", 1, batch, readers.Length + 1, readers, origins));
            if (batch % 10 == 0) await Counter(random.Next(12)).React(readers[0], "veryGood", on: batch % 30 != 0, today: readers[0]);
            if (batch % 60 == 0) await TrendingCluster.Deactivate(Counter(random.Next(12)));
        }
        await Change(Id(3), "sport", EntryKind.Killed, null);
        await Eventually.Is(() => Ranking("today").Top(100), ranking => ranking.Entries.All(place => place.ArticleId != Id(3)));
        await Eventually.Is(() => Ranking("today/sport").Top(100), ranking => ranking.Entries.All(place => place.ArticleId != Id(3)));
        var shown = new[] { "rising", "today", "today/world", "today/sport", "rising/sport" }.Select(async key => (key, await WaitUntilUnchanged(key))).ToArray();
        var live = await Task.WhenAll(shown);
        await _cluster.StopAllSilosAsync();

        var replay = new Replay();
        foreach (var line in File.ReadLines(Recording)) replay.Apply(line);

        Assert.All(live, ranking =>
        {
            Assert.True(RankingFormulas.BuiltIn.TryFind(ranking.key, out var key));
            var again = replay.RankingAt(key, ranking.Item2.Version, ranking.Item2.At);
            Assert.Equal(Bytes(ranking.Item2), Bytes(again));
        });
        Assert.NotEmpty(live[0].Item2.Entries);
    }

    [Fact]
    public void Replay_rejects_a_recording_with_a_gap_or_without_its_first_line()
    {
        var at = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var begin = new TrendingEvent(at, Options: new RecordedOptions(1, 2, new FairnessOptions()));
        var read = new TrendingEvent(at, "a1", Batch: new ReadBatch("gateway", 1, 1, 1, [1]));

        Assert.Contains("begin with its options", Assert.Throws<FormatException>(() => new Replay().Apply(read)).Message, StringComparison.Ordinal);
        var replay = new Replay();
        replay.Apply(begin);
        Assert.Contains("7 events", Assert.Throws<FormatException>(() => replay.Apply(read with { Missing = 7 })).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => replay.Apply("{"));
    }

    private ITrendingCounterGrain Counter(int n) => _cluster.Client.GetGrain<ITrendingCounterGrain>(Id(n));

    private IRankingGrain Ranking(string key) => _cluster.Client.GetGrain<IRankingGrain>(key);

    // Waits until no change is left to publish.
    private async Task<Ranking> WaitUntilUnchanged(string key)
    {
        var ranking = await Ranking(key).Get();
        while (await Ranking(key).ReadAfter(ranking.Version) is { } next && next.Version != ranking.Version) ranking = next;
        return ranking;
    }

    private async Task Change(string id, string section, EntryKind kind, string? headline)
    {
        var version = (await _store.FindDocument(id))?.Version ?? 0;
        string[] topics = [Topic.News, Topic.Section(section), Topic.Article(id)];
        var at = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        await _store.Commit(new Commit
        {
            Subject = new Subject(id), ExpectedVersion = version, At = at, Document = "{}"u8.ToArray(), Status = kind.ToString(),
            ListedUnder = headline is null ? [] : topics, EraseEntriesUpTo = kind == EntryKind.Killed ? Commit.Everything : 0,
            Entry = new EntryDraft(kind, at, topics, new WireArticle
            {
                Id = id, Version = version + 1, Headline = headline, Section = headline is null ? null : section, Url = $"/articles/{id}",
            }),
        });
        await _cluster.Client.GetGrain<IWireGrain>(0).Nudge((await _store.Bounds()).Head);
    }

    private static string Bytes(Ranking ranking) => JsonSerializer.Serialize(ranking, TrendingJson.Default.Ranking);

    private static string Id(int n) => $"a{n:00}";
}
