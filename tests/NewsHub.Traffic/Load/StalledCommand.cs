using System.Globalization;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>Measures the effect of readers that stop reading: latency of the healthy readers and memory of the hub, compared with the same load without them.</summary>
internal static class StalledCommand
{
    /// <summary>Maximum ratio of the healthy p99 with stalled readers to that without.</summary>
    private const double MaxP99Ratio = 1.2;

    /// <summary>Maximum memory per connection in KiB: 64 KiB in the transport and 1 MiB in the send queue.</summary>
    private const int ConnectionBoundKib = 64 + 1024;

    private static readonly double[] Shares = [0, 0.01, 0.1];

    /// <summary>Returns 0 if p99 and memory stayed within their bounds and all guarantees held, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments, readers: 500, rate: 200, seconds: 18);
        var rounds = arguments.Number("rounds", byDefault: 3, atLeast: 1);
        var boundKib = arguments.Number("bound", byDefault: ConnectionBoundKib);
        if (options.Stalled > 0) throw new UsageException("stalled sets the number of stalled readers itself; --stalled is an option of load.");
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);
        if (!host.Target.Processes.AreKnown) throw new UsageException("stalled measures the hub's process: give --pid or --hub own.");

        await new LoadTrial(host.Target, options with { Readers = Math.Min(options.Readers, 500), Length = TimeSpan.FromSeconds(4) }, time).Run(stop); // Not counted.
        var results = Shares.ToDictionary(share => share, _ => new List<LoadResult>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var share in Shares)
            {
                var result = await new LoadTrial(host.Target, options with { Stalled = (int)(options.Readers * share) }, time).Run(stop);
                results[share].Add(result);
                Console.WriteLine($"round {round + 1}, {share:0 %} stalled\n{result.ToText()}\n");
            }
        }

        // Heap size varies by itself: growth up to the variation without stalled readers is noise.
        var (p99, growth, noise) = (P99(results[0]), Growth(results[0]), Growths(results[0]).Max() - Growths(results[0]).Min());
        var passed = true;
        foreach (var share in Shares)
        {
            var stalled = (int)(options.Readers * share);
            var (ratio, extra) = (P99(results[share]) / p99, Growth(results[share]) - growth);
            var passedHere = ratio <= MaxP99Ratio && extra <= stalled * (double)boundKib + noise && results[share].TrueForAll(result => result.Passed);
            passed &= passedHere;
            IReadOnlyList<(string Head, string Cell)> row =
            [
                ("date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                ("cores", LoadTable.Whole(Environment.ProcessorCount)),
                ("transport", options.TransportName),
                ("readers", LoadTable.Whole(options.Readers)),
                ("stalled", LoadTable.Whole(stalled)),
                ("commands/s", LoadTable.Whole(options.Rate)),
                ("rounds", LoadTable.Whole(rounds)),
                ("healthy p99 ms", LoadTable.Fine(P99(results[share]))),
                ("ratio", LoadTable.Fine(ratio)),
                ("memory growth KiB", LoadTable.Whole(Growth(results[share]))),
                ("more than without", LoadTable.Whole(extra)),
                ("noise", LoadTable.Whole(noise)),
                ("bound KiB", LoadTable.Whole(stalled * (double)boundKib)),
                ("stalled that were closed", LoadTable.Whole(Median.Of(results[share].Select(result => (double)result.StalledClosed)))),
                ("missed after they came back", LoadTable.Whole(results[share].Sum(result => result.MissedByStalled))),
                ("passed", passedHere ? "yes" : "no"),
            ];
            Console.WriteLine(string.Join(", ", row.Skip(4).Select(figure => $"{figure.Head} {figure.Cell}")));
            if (markdown is not null) await MarkdownFile.Add(markdown, "Stalled readers", row);
        }

        return passed ? 0 : 1;
    }

    private static double P99(List<LoadResult> results) => Median.Of(results.Select(result => result.Delivery.Percentile(0.99).TotalMilliseconds));

    private static double Growth(List<LoadResult> results) => Median.Of(Growths(results));

    private static IEnumerable<double> Growths(List<LoadResult> results) => results.Select(result => (double)(result.GrowthKib ?? 0));
}
