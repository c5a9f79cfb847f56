using System.Diagnostics;
using System.Globalization;

namespace NewsHub.Benchmarks;

/// <summary>So many callers at once, each calling again as soon as it was answered; the clock stops when all were answered.</summary>
internal static class Callers
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    /// <summary>Warms up, measures three times, and prints the run with the median rate.</summary>
    public static async Task Measure(string what, int callers, Func<Task> call)
    {
        await Run(callers, WarmUp, call);
        var runs = new List<Figures>();
        for (var i = 0; i < 3; i++) runs.Add(await Run(callers, Length, call));
        var median = runs.OrderBy(run => run.PerSecond).ElementAt(1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what} | {callers} | {median.PerSecond:#,0} | {median.P50:0.00} | {median.P99:0.00} |"));
    }

    private static async Task<Figures> Run(int callers, TimeSpan length, Func<Task> call)
    {
        var watch = Stopwatch.StartNew();
        var latencies = (await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallOn(watch, length, call))))).SelectMany(own => own).Order().ToArray();
        return new Figures(latencies.Length / watch.Elapsed.TotalSeconds, latencies[latencies.Length / 2], latencies[(int)(latencies.Length * 0.99)]);
    }

    private static async Task<List<double>> CallOn(Stopwatch watch, TimeSpan length, Func<Task> call)
    {
        var latencies = new List<double>();
        while (watch.Elapsed < length)
        {
            var since = Stopwatch.GetTimestamp();
            await call();
            latencies.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return latencies;
    }

    private sealed record Figures(double PerSecond, double P50, double P99);
}
