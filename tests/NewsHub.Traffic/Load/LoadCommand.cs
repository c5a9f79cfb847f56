using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Load;

/// <summary>Many readers, a fixed rate of publishes: order, loss, latency, and what a delivery costs the hub.</summary>
internal static class LoadCommand
{
    /// <summary>0: everything reached everybody once and in order; 1: not.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments);
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);

        var result = await new LoadTrial(host.Target, options, time).Run(stop);
        Console.WriteLine(result.ToText());
        if (markdown is not null) await MarkdownFile.Add(markdown, "Load", LoadTable.Row(result, time.GetUtcNow()));
        return result.KeepsPromises ? 0 : 1;
    }
}
