using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Load;

/// <summary>Many readers and a fixed rate of publishes: order, loss, latency and cost per delivery.</summary>
internal static class LoadCommand
{
    /// <summary>Returns 0 if every reader received every entry once and in order, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments);
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);

        var result = await new LoadTrial(host.Target, options, time).Run(stop);
        Console.WriteLine(result.ToText());
        if (markdown is not null) await MarkdownFile.Add(markdown, "Load", LoadTable.Row(result, time.GetUtcNow()));
        return result.Passed ? 0 : 1;
    }
}
