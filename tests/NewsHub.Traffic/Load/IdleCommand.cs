using System.Globalization;
using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Load;

/// <summary>What connections cost a hub that has nothing to tell them.</summary>
internal static class IdleCommand
{
    /// <summary>0: all connections stood to the end; 1: not.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments, readers: 5000);
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);
        if (!host.Target.Processes.AreKnown) throw new UsageException("idle looks at the hub's process: give --pid, or --hub own.");
        var idle = await new IdleTrial(host.Target, options, time).Run(stop);

        IReadOnlyList<(string Head, string Cell)> row =
        [
            ("date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("cores", LoadTable.Whole(Environment.ProcessorCount)),
            ("transport", options.TransportName),
            ("connections", LoadTable.Whole(idle.Live)),
            ("KiB without", LoadTable.Whole(idle.KibBefore)),
            ("KiB with", LoadTable.Whole(idle.KibAfter)),
            ("KiB/connection", LoadTable.Fine(idle.KibPerConnection)),
            ("after a while", LoadTable.Fine(idle.KibPerConnectionAtEnd)),
            ("CPU µs/connection and second", LoadTable.Fine(idle.CpuMicrosecondsPerConnection)),
        ];
        Console.WriteLine(string.Join('\n', row.Select(figure => $"{figure.Head}: {figure.Cell}")));
        if (markdown is not null) await MarkdownFile.Add(markdown, "Idle connections", row);
        return idle.Live == options.Readers ? 0 : 1;
    }
}
