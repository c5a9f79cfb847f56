using System.Globalization;
using NewsHub.TestServers;
using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Cluster;

/// <summary>
/// Measures a cluster on this machine: publishing through one, two and three hubs on a PostgreSQL server that it starts, alternating with one
/// hub on SQLite and <see cref="PgBench"/> on the same server; then the pause after a hub is killed.
/// </summary>
internal sealed class ClusterCommand(LoadOptions options, int rounds, TimeProvider time, string? markdown)
{
    private const int Hubs = 3;

    /// <summary>Long enough for the JIT compilation of three hubs on two cores.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(40);

    /// <summary>Returns 0 if every command was acknowledged, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.ForPublishers(arguments) with { Rate = arguments.Number("rate", byDefault: 100, atLeast: 1) };
        var (rounds, kills) = (arguments.Number("rounds", byDefault: 3, atLeast: 1), arguments.Number("kills", byDefault: 5));
        var markdown = arguments.Text("markdown");
        arguments.RejectUnknown();
        if (PostgreSqlPrograms.Directory is null) throw new UsageException(PostgreSqlPrograms.Missing);
        await ServerProgram.Build("src/NewsHub.Host", stop);
        return await new ClusterCommand(options, rounds, time, markdown).Measure(kills, stop);
    }

    private async Task<int> Measure(int kills, CancellationToken stop)
    {
        await using var server = await PostgreSqlServer.StartFresh();
        await using var hubs = new HubGroup(await server.CreateDatabase(), time);
        var (sqlite, sqliteTarget) = await ServerProgram.StartHub(time, stop);
        await using var running = sqlite;
        var failed = 0L;
        for (var count = 1; count <= Hubs; count++)
        {
            await hubs.StartOne(stop);
            var groups = new List<(string Name, LoadTarget Target)> { ($"{count} on PostgreSQL", hubs.Target) };
            if (count == Hubs) groups.Add(("1 on SQLite", sqliteTarget));
            failed += await Publish(groups, count == Hubs ? server : null, stop);
        }

        if (kills > 0) await Kill(hubs, kills, stop);
        return failed is 0 ? 0 : 1;
    }

    /// <returns>The number of failed commands.</returns>
    private async Task<long> Publish(List<(string Name, LoadTarget Target)> groups, PostgreSqlServer? comparison, CancellationToken stop)
    {
        var (storms, paced) = (groups.ToDictionary(group => group.Name, _ => new List<PublishResult>()), groups.ToDictionary(group => group.Name, _ => new List<PublishResult>()));
        var inserts = new List<(double PerSecond, double MeanMs)>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, target) in groups)
            {
                storms[name].Add(await new PublishTrial(target, options, time) { WarmUp = round is 0 ? WarmUp : TimeSpan.FromSeconds(1) }.Run(stop));
                paced[name].Add(await new PublishTrial(target, options with { Publishers = 4 }, time) { IsPaced = true }.Run(stop));
            }

            if (comparison is not null) inserts.Add(await PgBench.Insert(comparison, options.Publishers, (int)options.Length.TotalSeconds));
        }

        foreach (var (name, _) in groups)
        {
            await Report(name, [
                ("publishes/s", LoadTable.Whole(Median.Of(storms[name].Select(result => result.PerSecond)))),
                ("p50 ms", LoadTable.Fine(Median.Of(storms[name].Select(result => result.Latencies.Percentile(0.5).TotalMilliseconds)))),
                ("p99 ms", LoadTable.Fine(Median.Of(storms[name].Select(result => result.Latencies.Percentile(0.99).TotalMilliseconds)))),
                ("hub CPU µs/publish", LoadTable.Fine(Median.Of(storms[name].Select(result => result.CpuMicroseconds)))),
                ($"CPU µs/publish at {options.Rate}/s", LoadTable.Fine(Median.Of(paced[name].Select(result => result.CpuMicroseconds)))),
                ($"p99 ms at {options.Rate}/s", LoadTable.Fine(Median.Of(paced[name].Select(result => result.Latencies.Percentile(0.99).TotalMilliseconds)))),
            ]);
        }

        if (inserts.Count > 0)
        {
            await Report("pgbench, one insert per commit", [
                ("publishes/s", LoadTable.Whole(Median.Of(inserts.Select(insert => insert.PerSecond)))),
                ("p50 ms", $"{LoadTable.Fine(Median.Of(inserts.Select(insert => insert.MeanMs)))} (mean)"),
                ("p99 ms", ""), ("hub CPU µs/publish", ""), ($"CPU µs/publish at {options.Rate}/s", ""), ($"p99 ms at {options.Rate}/s", ""),
            ]);
        }

        return storms.Concat(paced).Sum(results => results.Value.Sum(result => result.Failed));
    }

    private async Task Kill(HubGroup hubs, int kills, CancellationToken stop)
    {
        var pauses = new List<double>();
        for (var kill = 0; kill < kills; kill++)
        {
            pauses.Add((await new KillTrial(hubs, time).Run(stop)).TotalSeconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pause after kill {kill + 1}: {pauses[^1]:F2} s"));
            await hubs.StartOne(stop);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pause after kill -9: median {Median.Of(pauses):F2} s, longest {pauses.Max():F2} s"));
        if (markdown is not null)
            await MarkdownFile.Add(markdown, "Until every article can be changed again after kill -9 of one of three hubs", [
                ("date", Date), ("kills", LoadTable.Whole(kills)), ("median s", LoadTable.Fine(Median.Of(pauses))), ("longest s", LoadTable.Fine(pauses.Max()))]);
    }

    private string Date => time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task Report(string name, IReadOnlyList<(string Head, string Cell)> figures)
    {
        Console.WriteLine($"{name}: {string.Join(", ", figures.Where(figure => figure.Cell.Length > 0).Select(figure => $"{figure.Head} {figure.Cell}"))}");
        if (markdown is not null)
            await MarkdownFile.Add(markdown, "Publishing through hubs", [
                ("date", Date), ("cores", LoadTable.Whole(Environment.ProcessorCount)), ("publishers", LoadTable.Whole(options.Publishers)),
                ("rounds", LoadTable.Whole(rounds)), ("hubs", name), .. figures]);
    }
}
