using System.Globalization;
using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Reads;

/// <summary>What a read over SignalR costs the hub, and how soon a ranking that is pushed shows one.</summary>
internal static class ReadsCommand
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads that no article has counted after so long are not waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Of the 20 that a ranking has places for.</summary>
    private const int MaxArticles = 15;

    /// <summary>0: the hub counted every read that was sent, and no other; 1: not.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var readers = arguments.Number("readers", byDefault: 64, atLeast: 1);
        var count = arguments.Number("articles", byDefault: 10, atLeast: 1);
        if (count > MaxArticles) throw new UsageException($"--articles is at most {MaxArticles}: those that are read most must leave places of the ranking to new ones.");
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
        await For(WarmUp, perSecond: 0);
        var before = await Counted(articles, ids, storm.Sent, time, stop);

        var (cpu, since) = (processes.Cpu, time.GetTimestamp());
        await For(length, perSecond: 0);
        var after = await Counted(articles, ids, storm.Sent, time, stop);
        var took = time.GetElapsedTime(since);
        cpu = processes.Cpu - cpu;

        using var watch = new RankingWatch(host.Target, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var meanwhile = storm.Run(rate, over.Token);
        for (var i = 0; i < trials; i++) await watch.Try(await articles.Publish(stop), stop);
        await over.CancelAsync();
        await meanwhile;
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
            ("reads/s meanwhile", LoadTable.Whole(rate)),
            ("read to ranking p50 ms", LoadResult.Ms(watch.Latencies, 0.5)),
            ("p90 ms", LoadResult.Ms(watch.Latencies, 0.9)),
            ("p99 ms", LoadResult.Ms(watch.Latencies, 0.99)),
            ("max ms", LoadTable.Fine(watch.Latencies.Max.TotalMilliseconds)),
            ("all counted", end == sent ? "yes" : $"{end} of {sent}"),
        ];
        Console.WriteLine(string.Join(", ", row.Skip(2).Where(figure => figure.Cell.Length > 0).Select(figure => $"{figure.Head} {figure.Cell}")));
        if (markdown is not null) await MarkdownFile.Add(markdown, "Reads over SignalR", row);
        return end == sent ? 0 : 1;

        async Task For(TimeSpan span, int perSecond)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            ending.CancelAfter(span);
            await storm.Run(perSecond, ending.Token);
        }
    }

    private static async Task<long> Counted(ReadArticles articles, List<string> ids, long expected, TimeProvider time, CancellationToken stop)
    {
        for (var since = time.GetTimestamp(); ; await Task.Delay(Look, time, stop))
            if (await articles.Counted(ids, stop) is var counted && (counted == expected || time.GetElapsedTime(since) > Patience))
                return counted;
    }
}
