using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Load;

/// <summary>A reconnect storm: everybody is cut at once and comes back with a cursor, while publishing goes on.</summary>
internal static class StormCommand
{
    /// <summary>0: everybody recovered, with nothing missed or repeated; 1: not.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var options = LoadOptions.From(arguments, readers: 5000, rate: 20, seconds: 15) with { StormWithin = arguments.Time("within") ?? TimeSpan.FromSeconds(5) };
        if (options.StormWithin >= options.Length) throw new UsageException("--within is shorter than --seconds: publishing goes on before and after.");
        if (options.CutShare > 0) throw new UsageException("A storm cuts everybody; --cut goes with load.");
        var markdown = arguments.Text("markdown");
        await using var host = await LoadHost.Open(arguments, time, stop);

        var result = await new LoadTrial(host.Target, options, time).Run(stop);
        Console.WriteLine(result.ToText());
        if (markdown is not null) await MarkdownFile.Add(markdown, "Reconnect storm", LoadTable.StormRow(result, time.GetUtcNow()));
        return result.KeepsPromises ? 0 : 1;
    }
}
