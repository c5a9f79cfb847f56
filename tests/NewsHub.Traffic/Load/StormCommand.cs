using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Load;

/// <summary>A reconnect storm: all connections are aborted at once and resume with their cursors while publishing continues.</summary>
internal static class StormCommand
{
    /// <summary>Returns 0 if every reader resumed without missed or repeated entries, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments, readers: 5000, rate: 20, seconds: 15) with { StormWithin = arguments.Time("within") ?? TimeSpan.FromSeconds(5) };
        if (options.StormWithin >= options.Length) throw new UsageException("--within must be shorter than --seconds, because publishing continues before and after the storm.");
        if (options.CutShare > 0) throw new UsageException("storm aborts all connections; --cut is an option of load.");
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);

        var result = await new LoadTrial(host.Target, options, time).Run(stop);
        Console.WriteLine(result.ToText());
        if (markdown is not null) await MarkdownFile.Add(markdown, "Reconnect storm", LoadTable.StormRow(result, time.GetUtcNow()));
        return result.Passed ? 0 : 1;
    }
}
