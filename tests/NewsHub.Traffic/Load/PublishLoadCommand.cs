using System.Globalization;
using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Load;

/// <summary>Runs concurrent publishers; each sends its next durable command as soon as the previous one is acknowledged.</summary>
internal static class PublishLoadCommand
{
    /// <summary>Returns 0 if every command was acknowledged, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.ForPublishers(arguments);
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);

        var result = await new PublishTrial(host.Target, options, time).Run(stop);
        IReadOnlyList<(string Head, string Cell)> row =
        [
            ("date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("cores", LoadTable.Whole(Environment.ProcessorCount)),
            ("publishers", LoadTable.Whole(options.Publishers)),
            ("acknowledged", LoadTable.Whole(result.Acknowledged)),
            ("commands/s", LoadTable.Whole(result.PerSecond)),
            ("failed", LoadTable.Whole(result.Failed)),
            ("p50 ms", LoadResult.Ms(result.Latencies, 0.5)),
            ("p90 ms", LoadResult.Ms(result.Latencies, 0.9)),
            ("p99 ms", LoadResult.Ms(result.Latencies, 0.99)),
            ("max ms", LoadTable.Fine(result.Latencies.Max.TotalMilliseconds)),
            ("hub CPU µs/command", LoadTable.Fine(host.Target.Processes.AreKnown ? result.CpuMicroseconds : null)),
        ];
        Console.WriteLine(string.Join(", ", row.Skip(2).Where(figure => figure.Cell.Length > 0).Select(figure => $"{figure.Head} {figure.Cell}")));
        if (result.FirstFailure is { } failure) Console.WriteLine($"first failure: {failure}");
        if (markdown is not null) await MarkdownFile.Add(markdown, "Publishing", row);
        return result is { Failed: 0, Acknowledged: > 0 } ? 0 : 1;
    }
}
