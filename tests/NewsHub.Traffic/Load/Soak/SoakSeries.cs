using System.Globalization;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load.Soak;

/// <summary>How one figure developed: its median in the second and in the last third of the run. The first third fills caches.</summary>
/// <param name="Slack">Growth that is noise, as a fraction of the middle, and a number in the figure's unit.</param>
internal sealed record SoakSeries(string Name, double Middle, double Last, (double Share, double Units) Slack)
{
    public bool IsFlat => Last <= Middle * (1 + Slack.Share) + Slack.Units;

    /// <exception cref="UsageException">The run was too short for three samples.</exception>
    public static IReadOnlyList<SoakSeries> Of(IReadOnlyList<SoakSample> samples)
    {
        if (samples.Count < 3) throw new UsageException("A soak needs at least three samples, one every 15 seconds: give --for 1m or more.");
        return
        [
            Series("memory KiB", sample => sample.ResidentKib, (0.1, 10 * 1024)),
            Series("heap KiB", sample => sample.HeapKib, (0.2, 10 * 1024)),
            Series("timers", sample => sample.Timers, (0.1, 20)),
            Series("threads", sample => sample.Threads, (0.1, 5)),
            Series("file handles", sample => sample.FileHandles, (0.1, 20)),
        ];

        SoakSeries Series(string name, Func<SoakSample, double> figure, (double, double) slack) =>
            new(name, MedianOf(samples.Count / 3, samples.Count * 2 / 3, figure), MedianOf(samples.Count * 2 / 3, samples.Count, figure), slack);

        double MedianOf(int from, int to, Func<SoakSample, double> figure) => Median.Of(samples.Skip(from).Take(to - from).Select(figure));
    }

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Middle:0} in the middle, {Last:0} at the end{(IsFlat ? "" : ": grew")}");
}
