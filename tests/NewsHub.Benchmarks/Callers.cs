using System.Diagnostics;
using System.Globalization;

namespace NewsHub.Benchmarks;

/// <summary>Measures concurrent callers. Each calls again as soon as its call returns; the time ends when the last call has returned.</summary>
internal static class Callers
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    /// <summary>Warms up, measures three runs, and prints the run with the median rate.</summary>
    public static async Task Measure(string name, int callers, Func<Task> call)
    {
        await Run(callers, WarmUp, call);
        var runs = new List<Result>();
        for (var i = 0; i < 3; i++) runs.Add(await Run(callers, Duration, call));
        var median = runs.OrderBy(run => run.PerSecond).ElementAt(1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {callers} | {median.PerSecond:#,0} | {median.P50:0.00} | {median.P99:0.00} |"));
    }

    private static async Task<Result> Run(int callers, TimeSpan duration, Func<Task> call)
    {
        var watch = Stopwatch.StartNew();
        var latencies = (await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallRepeatedly(watch, duration, call))))).SelectMany(perCaller => perCaller).Order().ToArray();
        return new Result(latencies.Length / watch.Elapsed.TotalSeconds, latencies[latencies.Length / 2], latencies[(int)(latencies.Length * 0.99)]);
    }

    private static async Task<List<double>> CallRepeatedly(Stopwatch watch, TimeSpan duration, Func<Task> call)
    {
        var latencies = new List<double>();
        while (watch.Elapsed < duration)
        {
            var since = Stopwatch.GetTimestamp();
            await call();
            latencies.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return latencies;
    }

    private sealed record Result(double PerSecond, double P50, double P99);
}
