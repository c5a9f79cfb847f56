using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Xunit;

namespace NewsHub.Tests.Wire;

public sealed class WirePruningTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteDatabase _database;
    private readonly SqliteWireStore _store;

    public WirePruningTests()
    {
        _database = new SqliteDatabase(_directory.Path, NullLogger<SqliteDatabase>.Instance);
        _store = new SqliteWireStore(_database);
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(0), InlineData(365)]
    public async Task Pruning_deletes_only_old_entries_when_the_clock_jumps_ahead(int daysAhead)
    {
        await Publish("old", Noon.AddDays(-40));
        await Publish("young", Noon.AddDays(-20));
        await Publish("new", Noon);
        var time = new FakeTimeProvider(Noon);
        using var pruning = new WirePruning(
            _store, Options.Create(new WireOptions()), new WallClock(new FakeTimeProvider(Noon.AddDays(daysAhead))), time, NullLogger<WirePruning>.Instance);
        await pruning.StartAsync(CancellationToken.None);

        var (first, head) = await Eventually.Is(
            () =>
            {
                time.Advance(TimeSpan.FromHours(1));
                return _store.Bounds();
            },
            bounds => bounds.First > 1);

        Assert.Equal((2, 3), (first, head));
        await pruning.StopAsync(CancellationToken.None);
    }

    private Task Publish(string id, DateTimeOffset at) => _store.Commit(new Commit
    {
        Subject = new Subject(id), ExpectedVersion = 0, At = at, Document = "{}"u8.ToArray(), Status = "published",
        Entry = new EntryDraft(EntryKind.Published, at, [Topic.News], new WireArticle { Id = id, Version = 1, Url = $"/articles/{id}" }),
    });
}
