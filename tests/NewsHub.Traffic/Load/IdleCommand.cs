using System.Globalization;
using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Load;

/// <summary>Measures memory and CPU of idle connections.</summary>
internal static class IdleCommand
{
    /// <summary>Returns 0 if all connections stayed open, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments, readers: 5000);
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);
        if (!host.Target.Processes.AreKnown) throw new UsageException("idle measures the hub's process: give --pid or --hub own.");
        var idle = await new IdleTrial(host.Target, options, time).Run(stop);

        IReadOnlyList<(string Head, string Cell)> row =
        [
            ("date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("cores", LoadTable.Whole(Environment.ProcessorCount)),
            ("transport", options.TransportName),
            ("connections", LoadTable.Whole(idle.Live)),
            ("KiB before", LoadTable.Whole(idle.KibBefore)),
            ("KiB after", LoadTable.Whole(idle.KibAfter)),
            ("KiB/connection", LoadTable.Fine(idle.KibPerConnection)),
            ("KiB/connection at the end", LoadTable.Fine(idle.KibPerConnectionAtEnd)),
            ("CPU µs/s per connection", LoadTable.Fine(idle.CpuMicrosecondsPerConnection)),
        ];
        Console.WriteLine(string.Join('\n', row.Select(figure => $"{figure.Head}: {figure.Cell}")));
        if (markdown is not null) await MarkdownFile.Add(markdown, "Idle connections", row);
        return idle.Live == options.Readers ? 0 : 1;
    }
}
