using System.Globalization;
using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Reads;

/// <summary>Measures the cost of a read over SignalR and the time until it shows in a pushed ranking.</summary>
internal static class ReadsCommand
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Maximum wait for the hub to count the reads sent.</summary>
    private static readonly TimeSpan CountTimeout = TimeSpan.FromSeconds(20);

    /// <summary>A ranking has 20 places; the rest is left for new articles.</summary>
    private const int MaxArticles = 15;

    /// <summary>Returns 0 if the hub counted exactly the reads sent, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var readers = arguments.Number("readers", byDefault: 64, atLeast: 1);
        var count = arguments.Number("articles", byDefault: 10, atLeast: 1);
        if (count > MaxArticles) throw new UsageException($"--articles is at most {MaxArticles}: the ranking needs free places for new articles.");
        var rate = arguments.Number("rate", byDefault: 2000, atLeast: 1);
        var trials = arguments.Number("trials", byDefault: 30, atLeast: 0);
        var length = arguments.Time("seconds") ?? TimeSpan.FromSeconds(10);
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop, ("NewsHub:Live:MaxCallsPerSecond", "1000000"));
        var processes = host.Target.Processes;

        using var articles = new ReadArticles(host.Target);
        var ids = new List<string>();
        for (var i = 0; i < count; i++) ids.Add(await articles.Publish(stop));
        using var storm = new ReadStorm(host.Target, readers, ids, time);
        await RunStorm(WarmUp, perSecond: 0);
        var before = await Counted(articles, ids, storm.Sent, time, stop);

        var (cpu, since) = (processes.Cpu, time.GetTimestamp());
        await RunStorm(length, perSecond: 0);
        var after = await Counted(articles, ids, storm.Sent, time, stop);
        var took = time.GetElapsedTime(since);
        cpu = processes.Cpu - cpu;

        using var watch = new RankingWatch(host.Target, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var background = storm.Run(rate, ended.Token);
        for (var i = 0; i < trials; i++) await watch.Measure(await articles.Publish(stop), stop);
        await ended.CancelAsync();
        await background;
        var (sent, end) = (storm.Sent, await Counted(articles, ids, storm.Sent, time, stop));

        var counted = after - before;
        IReadOnlyList<(string Head, string Cell)> row =
        [
            ("date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("cores", LoadTable.Whole(Environment.ProcessorCount)),
            ("connections", LoadTable.Whole(readers)),
            ("reads counted", LoadTable.Whole(counted)),
            ("reads/s", LoadTable.Whole(counted / took.TotalSeconds)),
            ("hub CPU µs/read", LoadTable.Fine(processes.AreKnown ? cpu.TotalMicroseconds / Math.Max(1, counted) : null)),
            ("reads per second of CPU", processes.AreKnown ? LoadTable.Whole(counted / cpu.TotalSeconds) : ""),
            ("background reads/s", LoadTable.Whole(rate)),
            ("read to ranking p50 ms", LoadResult.Ms(watch.Latencies, 0.5)),
            ("p90 ms", LoadResult.Ms(watch.Latencies, 0.9)),
            ("p99 ms", LoadResult.Ms(watch.Latencies, 0.99)),
            ("max ms", LoadTable.Fine(watch.Latencies.Max.TotalMilliseconds)),
            ("all counted", end == sent ? "yes" : $"{end} of {sent}"),
        ];
        Console.WriteLine(string.Join(", ", row.Skip(2).Where(figure => figure.Cell.Length > 0).Select(figure => $"{figure.Head} {figure.Cell}")));
        if (markdown is not null) await MarkdownFile.Add(markdown, "Reads over SignalR", row);
        return end == sent ? 0 : 1;

        async Task RunStorm(TimeSpan span, int perSecond)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            ending.CancelAfter(span);
            await storm.Run(perSecond, ending.Token);
        }
    }

    private static async Task<long> Counted(ReadArticles articles, List<string> ids, long expected, TimeProvider time, CancellationToken stop)
    {
        for (var since = time.GetTimestamp(); ; await Task.Delay(PollInterval, time, stop))
            if (await articles.Counted(ids, stop) is var counted && (counted == expected || time.GetElapsedTime(since) > CountTimeout))
                return counted;
    }
}
