using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NewsHub.TestServers;
using NewsHub.Wire;
using NewsHub.Wire.PostgreSql;
using NewsHub.Wire.Sqlite;

namespace NewsHub.Benchmarks;

/// <summary>Measures durable commits at the store, 4 callers, while 300,000 old entries are pruned.</summary>
internal static class PruneBenchmark
{
    private const int OldEntries = 300_000;
    private const int Callers = 4;

    private const string Old =
        """
        INSERT INTO entries (sequence, kind, at, article_id, topics, article, version)
        SELECT n, 'Published', 0, 'old' || n, '["news"]', '{"id":"old","version":1,"headline":"A headline of the usual length for a story","url":"/articles/old"}', 1
        """;

    public static async Task Run()
    {
        await RunSqlite();
        await RunPostgreSql();
    }

    private static async Task RunSqlite()
    {
        var directory = Directory.CreateTempSubdirectory("newshub-bench-");
        using (var database = new SqliteDatabase(directory.FullName, NullLogger<SqliteDatabase>.Instance))
        {
            await database.Write(session => session.Execute($"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {OldEntries}) {Old} FROM numbers"));
            await Measure("SQLite", new SqliteWireStore(database));
        }

        directory.Delete(recursive: true);
    }

    private static async Task RunPostgreSql()
    {
        await using var server = await PostgreSqlServer.StartFresh();
        await using var database = new PostgreSqlDatabase(
            Options.Create(new PostgreSqlOptions { ConnectionString = await server.CreateDatabase() }), new WallClock(TimeProvider.System), TimeProvider.System,
            NullLogger<PostgreSqlDatabase>.Instance);
        await database.Open();
        await using (var connection = await database.Source.OpenConnectionAsync())
        {
            await using var seed = connection.CreateCommand();
            (seed.CommandText, seed.CommandTimeout) = ($"{Old} FROM generate_series(1, {OldEntries}) AS n; UPDATE wire SET head = {OldEntries}", 0);
            await seed.ExecuteNonQueryAsync();
        }

        await Measure("PostgreSQL", new PostgreSqlWireStore(database));
    }

    private static async Task Measure(string database, IWireStore store)
    {
        var (number, isPruned, steps, watch) = (0, false, 0, Stopwatch.StartNew());
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var latencies = new List<double>();
            while (!Volatile.Read(ref isPruned))
            {
                var since = Stopwatch.GetTimestamp();
                await store.Commit(StoreBenchmark.Publish(Interlocked.Increment(ref number)));
                latencies.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }

            return latencies;
        })).ToArray();
        while (await store.Prune(DateTimeOffset.FromUnixTimeSeconds(1), DateTimeOffset.UnixEpoch, WirePruning.MaxRows) > 0) steps++;
        var seconds = watch.Elapsed.TotalSeconds;
        Volatile.Write(ref isPruned, true);
        var latencies = (await Task.WhenAll(callers)).SelectMany(perCaller => perCaller).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| commit at the store on {database} while {OldEntries:#,0} entries are pruned: {steps} steps in {seconds:0.0} s | {Callers} | {latencies.Length / seconds:#,0} | {latencies[latencies.Length / 2]:0.00} | {latencies[(int)(latencies.Length * 0.99)]:0.00} |"));
    }
}
