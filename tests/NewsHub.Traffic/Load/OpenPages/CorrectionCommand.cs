using System.Globalization;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Measuring;
using NewsHub.Traffic.Newsroom.Stories;

namespace NewsHub.Traffic.Load.OpenPages;

/// <summary>
/// Measures a correction of an article that many have open: CPU of the hub, time until all pages have the new text, and the latency of other readers while
/// the pages fetch it, compared with the same load without a correction.
/// </summary>
internal static class CorrectionCommand
{
    /// <summary>Maximum CPU of the hub for a correction of 5,000 pages.</summary>
    private static readonly TimeSpan MaxCpu = TimeSpan.FromSeconds(1);

    /// <summary>Maximum ratio of the p99 of other readers to that without corrections.</summary>
    private const double MaxP99Ratio = 1.2;

    /// <summary>Time from the start of a load run until it publishes and measures.</summary>
    private static readonly TimeSpan LeadTime = TimeSpan.FromSeconds(4);

    /// <summary>Returns 0 if CPU and latency stayed within their bounds and every page got the text, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments, readers: 500, rate: 20, seconds: 10);
        var count = arguments.Number("pages", byDefault: 5000, atLeast: 1);
        var rounds = arguments.Number("rounds", byDefault: 3, atLeast: 1);
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);
        var (target, processes) = (host.Target, host.Target.Processes);
        if (!processes.AreKnown) throw new UsageException("correction measures the hub's process: give --pid or --hub own.");

        using var api = new HubApi(new HubAccess(target.Address, target.Key), time);
        var story = new StoryWriter(options.Seed).Write().Story;
        var article = Accepted(await api.Publish(story, stop));
        using var pages = new OpenPageGroup(target.Address, article.Id, count, time);
        await pages.Open(stop);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var following = pages.Run(ended.Token);
        Task<TimeSpan> Correct() => pages.Correct(
            async () => article = Accepted(await api.Correct(article.Id, article.Version, story, "An earlier version gave another number.", stop)), stop);

        await new LoadTrial(target, options, time).Run(stop); // Not counted.
        await Correct();
        var (cpu, untilAll, without, with) = (new List<double>(), new List<double>(), new List<LoadResult>(), new List<LoadResult>());
        for (var round = 1; round <= rounds; round++)
        {
            var before = processes.Cpu;
            untilAll.Add((await Correct()).TotalSeconds);
            cpu.Add((processes.Cpu - before).TotalSeconds);
            without.Add(await new LoadTrial(target, options, time).Run(stop));
            var loading = new LoadTrial(target, options, time).Run(stop);
            await Task.Delay(LeadTime, time, stop);
            await Correct();
            with.Add(await loading);
            Console.WriteLine($"round {round}, without\n{without[^1].ToText()}\nround {round}, with\n{with[^1].ToText()}\n");
        }

        await ended.CancelAsync();
        await following;
        var ratio = P99(with) / P99(without);
        var passed = Median.Of(cpu) <= MaxCpu.TotalSeconds && ratio <= MaxP99Ratio && pages.Failed == 0 && with.Concat(without).All(result => result.Passed);
        IReadOnlyList<(string Head, string Cell)> row =
        [
            ("date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("cores", LoadTable.Whole(Environment.ProcessorCount)),
            ("open pages", LoadTable.Whole(count)),
            ("other readers", LoadTable.Whole(options.Readers)),
            ("rounds", LoadTable.Whole(rounds)),
            ("hub CPU s/correction", LoadTable.Fine(Median.Of(cpu))),
            ("s until all have it", LoadTable.Fine(Median.Of(untilAll))),
            ("p50 ms", LoadResult.Ms(pages.Shown, 0.5)),
            ("failed", LoadTable.Whole(pages.Failed)),
            ("others' p99 ms without", LoadTable.Fine(P99(without))),
            ("with", LoadTable.Fine(P99(with))),
            ("ratio", LoadTable.Fine(ratio)),
            ("passed", passed ? "yes" : "no"),
        ];
        Console.WriteLine(string.Join(", ", row.Skip(2).Select(figure => $"{figure.Head} {figure.Cell}")));
        if (markdown is not null) await MarkdownFile.Add(markdown, "A correction of an article that many have open", row);
        return passed ? 0 : 1;
    }

    private static Receipt Accepted(Answer answer) => answer.Receipt ?? throw new HubException($"The hub refused a command: {answer.Problem}");

    private static double P99(List<LoadResult> results) => Median.Of(results.Select(result => result.Delivery.Percentile(0.99).TotalMilliseconds));
}
