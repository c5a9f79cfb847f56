using System.Globalization;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Load.Transports;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>Compares the hub with bare SignalR, alternately in one run with the same readers. On a shared machine only the ratios are reliable.</summary>
internal static class CompareCommand
{
    /// <summary>Returns 0 if the guarantees held in every round, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments, readers: 5000, rate: 15, seconds: 6);
        var rounds = arguments.Number("rounds", byDefault: 3, atLeast: 1);
        var markdown = arguments.Text("markdown");
        arguments.RejectUnknown();
        if (options.ComeBack || options.KillShare > 0 || options.CorrectShare > 0) throw new UsageException("Bare SignalR has no cursors, corrections and kills: compare supports plain load only.");
        await ServerProgram.Build("tests/NewsHub.Peer", stop);
        await ServerProgram.Build("src/NewsHub.Host", stop);

        List<Round> hub = [], peer = [];
        for (var round = 1; round <= rounds; round++)
        {
            peer.Add(await Measure("bare SignalR", round, ServerProgram.StartPeer, options with { Transports = [Transport.SignalR] }, time, stop));
            hub.Add(await Measure("NewsHub", round, ServerProgram.StartHub, options, time, stop));
        }

        IReadOnlyList<(string Head, string Cell)> row =
        [
            ("date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("cores", LoadTable.Whole(Environment.ProcessorCount)),
            ("hub's transport", options.TransportName),
            ("readers", LoadTable.Whole(options.Readers)),
            ("messages/s", LoadTable.Whole(options.Rate)),
            ("rounds", LoadTable.Whole(rounds)),
            .. Ratio("CPU µs/delivery", hub, peer, round => round.Load.CpuMicrosecondsPerDelivery ?? double.NaN),
            .. Ratio("p50 ms", hub, peer, round => round.Load.Delivery.Percentile(0.5).TotalMilliseconds),
            .. Ratio("p99 ms", hub, peer, round => round.Load.Delivery.Percentile(0.99).TotalMilliseconds),
            .. Ratio("KiB/idle connection", hub, peer, round => round.Idle.KibPerConnectionAtEnd),
            ("all delivered", hub.TrueForAll(round => round.Load.Passed) ? "yes" : "no"),
        ];
        Console.WriteLine(string.Join('\n', row.Skip(6).Select(figure => $"{figure.Head}: {figure.Cell}")));
        if (markdown is not null) await MarkdownFile.Add(markdown, "NewsHub beside bare SignalR (medians)", row);
        return hub.TrueForAll(round => round.Load.Passed) ? 0 : 1;
    }

    private static async Task<Round> Measure(
        string name, int round, Func<TimeProvider, CancellationToken, Task<(ServerProgram Program, LoadTarget Target)>> start,
        LoadOptions options, TimeProvider time, CancellationToken stop)
    {
        var (program, target) = await start(time, stop);
        await using var running = program;
        var idle = await new IdleTrial(target, options, time).Run(stop); // Runs first: a heap grown under load would distort the memory per connection.
        var warmUp = options with { Readers = Math.Min(options.Readers, 500), Stalled = 0, Rate = 40, Length = TimeSpan.FromSeconds(4) };
        await new LoadTrial(target, warmUp, time).Run(stop); // Not counted: JIT compilation of the server.
        var result = await new LoadTrial(target, options, time).Run(stop);
        Console.WriteLine($"round {round}, {name}: {idle.KibPerConnectionAtEnd:F1} KiB/idle connection\n{result.ToText()}\n");
        return new Round(idle, result);
    }

    private static IEnumerable<(string Head, string Cell)> Ratio(string figure, List<Round> hub, List<Round> peer, Func<Round, double> of)
    {
        var (ours, theirs) = (Median.Of(hub.Select(of)), Median.Of(peer.Select(of)));
        return [(figure, LoadTable.Fine(ours)), ("SignalR's", LoadTable.Fine(theirs)), ("ratio", LoadTable.Fine(ours / theirs))];
    }

    private sealed record Round(IdleResult Idle, LoadResult Load);
}
