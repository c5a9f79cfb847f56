using System.Globalization;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>Measures what readers cost that ask for the whole log again and again: latency of publishing and memory of the hub, compared with the same load without them.</summary>
internal static class CatchUpCommand
{
    /// <summary>Maximum ratio of the p99 of publishing with such readers to that without.</summary>
    private const double MaxP99Ratio = 2;

    /// <summary>Maximum memory in KiB that they may cost.</summary>
    private const double MaxGrowthKib = 100 * 1024;

    /// <summary>Entries per second and seconds of the run that fills the log: 5,000 entries.</summary>
    private const int FillRate = 500;

    private static readonly TimeSpan FillLength = TimeSpan.FromSeconds(10);

    /// <summary>Returns 0 if latency and memory stayed within their bounds and all guarantees held, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments, readers: 100, rate: 50, seconds: 10);
        var askers = arguments.Number("askers", byDefault: 100, atLeast: 1);
        var rounds = arguments.Number("rounds", byDefault: 3, atLeast: 1);
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);
        if (!host.Target.Processes.AreKnown) throw new UsageException("catch-up measures the hub's process: give --pid or --hub own.");

        await new LoadTrial(host.Target, options with { Rate = FillRate, Length = FillLength }, time).Run(stop); // Not counted.
        var (without, with) = (new List<LoadResult>(), new List<LoadResult>());
        var (answers, refusals) = (0L, 0L);
        for (var round = 1; round <= rounds; round++)
        {
            without.Add(await new LoadTrial(host.Target, options, time).Run(stop));
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
            using var group = new CatchUpAskers(host.Target.Address, askers, time);
            var asking = group.Run(ended.Token);
            with.Add(await new LoadTrial(host.Target, options, time).Run(stop));
            await ended.CancelAsync();
            await asking;
            (answers, refusals) = (answers + group.Answers, refusals + group.Refusals);
            Console.WriteLine($"round {round}, without\n{without[^1].ToText()}\nround {round}, with\n{with[^1].ToText()}\n");
        }

        var (ratio, growth) = (P99(with) / P99(without), Growth(with) - Growth(without));
        var passed = ratio <= MaxP99Ratio && growth <= MaxGrowthKib && with.Concat(without).All(result => result.Passed);
        IReadOnlyList<(string Head, string Cell)> row =
        [
            ("date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("cores", LoadTable.Whole(Environment.ProcessorCount)),
            ("readers", LoadTable.Whole(options.Readers)),
            ("commands/s", LoadTable.Whole(options.Rate)),
            ("askers", LoadTable.Whole(askers)),
            ("rounds", LoadTable.Whole(rounds)),
            ("answers", LoadTable.Whole(answers)),
            ("refusals", LoadTable.Whole(refusals)),
            ("publish p99 ms without", LoadTable.Fine(P99(without))),
            ("with", LoadTable.Fine(P99(with))),
            ("ratio", LoadTable.Fine(ratio)),
            ("memory KiB more than without", LoadTable.Whole(growth)),
            ("passed", passed ? "yes" : "no"),
        ];
        Console.WriteLine(string.Join(", ", row.Skip(2).Select(figure => $"{figure.Head} {figure.Cell}")));
        if (markdown is not null) await MarkdownFile.Add(markdown, "Readers that ask for the whole log every second", row);
        return passed ? 0 : 1;
    }

    private static double P99(List<LoadResult> results) => Median.Of(results.Select(result => result.Publish.Percentile(0.99).TotalMilliseconds));

    private static double Growth(List<LoadResult> results) => Median.Of(results.Select(result => (double)(result.GrowthKib ?? 0)));
}
