using System.Globalization;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>The same load without and with readers who stop reading, in turn: what the healthy ones notice, and what it costs the hub.</summary>
internal static class StalledCommand
{
    /// <summary>The healthy readers' p99 with stalled ones may be so much of that without.</summary>
    private const double P99Bar = 1.2;

    /// <summary>What a hub keeps for a connection at most: 64 KB in the transport, 1 MB in the backlog.</summary>
    private const int OutboxKib = 64 + 1024;

    private static readonly double[] Shares = [0, 0.01, 0.1];

    /// <summary>0: the healthy noticed nothing and memory stayed within the bound; 1: not.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments, readers: 500, rate: 200, seconds: 18);
        var rounds = arguments.Number("rounds", byDefault: 3, atLeast: 1);
        var boundKib = arguments.Number("bound", byDefault: OutboxKib);
        if (options.Stalled > 0) throw new UsageException("stalled chooses how many stall; --stalled goes with load.");
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);
        if (!host.Target.Processes.AreKnown) throw new UsageException("stalled looks at the hub's process: give --pid, or --hub own.");

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

        // A heap grows and shrinks by itself: as much as it did without stalled readers says nothing about them.
        var (p99, growth, noise) = (P99(results[0]), Growth(results[0]), Growths(results[0]).Max() - Growths(results[0]).Min());
        var holds = true;
        foreach (var share in Shares)
        {
            var stalled = (int)(options.Readers * share);
            var (ratio, more) = (P99(results[share]) / p99, Growth(results[share]) - growth);
            var holdsHere = ratio <= P99Bar && more <= stalled * (double)boundKib + noise && results[share].TrueForAll(result => result.KeepsPromises);
            holds &= holdsHere;
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
                ("more than without", LoadTable.Whole(more)),
                ("noise", LoadTable.Whole(noise)),
                ("bound KiB", LoadTable.Whole(stalled * (double)boundKib)),
                ("stalled that were closed", LoadTable.Whole(Median.Of(results[share].Select(result => (double)result.StalledClosed)))),
                ("missed after they came back", LoadTable.Whole(results[share].Sum(result => result.MissedByStalled))),
                ("holds", holdsHere ? "yes" : "no"),
            ];
            Console.WriteLine(string.Join(", ", row.Skip(4).Select(figure => $"{figure.Head} {figure.Cell}")));
            if (markdown is not null) await MarkdownFile.Add(markdown, "Stalled readers", row);
        }

        return holds ? 0 : 1;
    }

    private static double P99(List<LoadResult> results) => Median.Of(results.Select(result => result.Delivery.Percentile(0.99).TotalMilliseconds));

    private static double Growth(List<LoadResult> results) => Median.Of(Growths(results));

    private static IEnumerable<double> Growths(List<LoadResult> results) => results.Select(result => (double)(result.GrowthKib ?? 0));
}
