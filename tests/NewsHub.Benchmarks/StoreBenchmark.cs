using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;

namespace NewsHub.Benchmarks;

/// <summary>Measures durable commits at the store: an article, its listings, its entry and its idempotency key, flushed to disk.</summary>
internal static class StoreBenchmark
{
    private static readonly byte[] Document = new byte[1_000];

    public static async Task Run()
    {
        var directory = Directory.CreateTempSubdirectory("newshub-bench-");
        using (var database = new SqliteDatabase(directory.FullName, NullLogger<SqliteDatabase>.Instance))
        {
            var store = new SqliteWireStore(database);
            var number = 0;
            foreach (var callers in (int[])[1, 64])
                await Callers.Measure("commit at the store", callers, () => store.Commit(Publish(Interlocked.Increment(ref number))));
        }

        directory.Delete(recursive: true);
    }

    internal static Commit Publish(int number)
    {
        var id = $"article-{number}";
        var now = TimeProvider.System.GetUtcNow();
        string[] topics = [Topic.News, Topic.Section("world"), Topic.Article(id)];
        return new Commit
        {
            Subject = new Subject(id), ExpectedVersion = 0, At = now, Document = Document, Status = "published", ListedUnder = topics,
            IdempotencyKey = new IdempotencyKey($"bench:{number}", "fingerprint"),
            Entry = new EntryDraft(EntryKind.Published, now, topics, new WireArticle
            {
                Id = id, Version = 1, Headline = "A headline of the usual length for a story", Section = "world", Url = $"/articles/{id}",
                Summary = "A summary of a sentence or two, as a newsroom would write it to go under the headline.", PublishedAt = now,
            }),
        };
    }
}
