using System.Globalization;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Load.Transports;
using NewsHub.Traffic.Reads;

namespace NewsHub.Traffic.Load.Soak;

/// <summary>Runs a hub with everything on for a long time, and reports whether memory, threads, timers and file handles stay flat.</summary>
internal static class SoakCommand
{
    private const int ReadConnections = 8;
    private const int ReadsPerSecond = 400;
    private const int ReadArticleCount = 10;

    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(15);

    /// <summary>Returns 0 if all guarantees held, nothing grew and the hub logged no warning or error; else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var length = arguments.Time("for") ?? TimeSpan.FromMinutes(10);
        var options = LoadOptions.From(arguments, readers: 200) with
        {
            Length = length,
            Transports = [Transport.SignalR, Transport.Sse, Transport.Poll],
            CutShare = 0.01,
            KillShare = 0.02,
            CorrectShare = 0.1,
        };
        arguments.RejectUnknown();
        await ServerProgram.Build("src/NewsHub.Host", stop);
        var (program, target) = await ServerProgram.StartHub(time, stop);
        await using var hub = program;

        using var articles = new ReadArticles(target);
        var ids = new List<string>();
        for (var i = 0; i < ReadArticleCount; i++) ids.Add(await articles.Publish(stop));
        using var storm = new ReadStorm(target, ReadConnections, ids, time);
        using var sampler = new SoakSampler(target, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = storm.Run(ReadsPerSecond, ended.Token);
        var sampling = sampler.Run(SampleInterval, ended.Token);
        var result = await new LoadTrial(target, options, time).Run(stop);
        await ended.CancelAsync();
        await Task.WhenAll(reading, sampling);

        Console.WriteLine(result.ToText());
        var isFlat = true;
        foreach (var series in SoakSeries.Of(sampler.Samples))
        {
            Console.WriteLine(series.ToText());
            isFlat &= series.IsFlat;
        }

        Console.WriteLine($"reads {storm.Sent.ToString(CultureInfo.InvariantCulture)}, warnings and errors in the log: {program.Problems.Count}");
        foreach (var problem in program.Problems) Console.WriteLine(problem);
        return result.Passed && isFlat && program.Problems.Count == 0 ? 0 : 1;
    }
}
