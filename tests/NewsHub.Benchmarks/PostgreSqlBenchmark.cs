using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NewsHub.TestServers;
using NewsHub.Wire;
using NewsHub.Wire.PostgreSql;

namespace NewsHub.Benchmarks;

/// <summary>
/// Measures durable commits at the store on PostgreSQL, alternating with <see cref="PgBench"/> on the same server in the same run.
/// </summary>
internal static class PostgreSqlBenchmark
{
    private const int Seconds = 5;

    public static async Task Run()
    {
        await using var server = await PostgreSqlServer.StartFresh();
        await using var database = new PostgreSqlDatabase(
            Options.Create(new PostgreSqlOptions { ConnectionString = await server.CreateDatabase() }), new WallClock(TimeProvider.System), TimeProvider.System,
            NullLogger<PostgreSqlDatabase>.Instance);
        await database.Open();

        var (store, number) = (new PostgreSqlWireStore(database), 0);
        foreach (var callers in (int[])[1, 64])
        {
            await Callers.Measure("commit at the store on PostgreSQL", callers, () => store.Commit(StoreBenchmark.Publish(Interlocked.Increment(ref number))));
            await Insert(server, callers);
        }
    }

    private static async Task Insert(PostgreSqlServer server, int callers)
    {
        var runs = new List<(double PerSecond, double MeanMs)>();
        for (var i = 0; i < 3; i++) runs.Add(await PgBench.Insert(server, callers, Seconds));
        var (perSecond, mean) = runs.OrderBy(run => run.PerSecond).ElementAt(1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| pgbench, one insert per commit | {callers} | {perSecond:#,0} | {mean:0.00} (mean) | |"));
    }
}
