namespace NewsHub.Benchmarks.Quality;

/// <summary>
/// Generates the votes of a synthetic site. Stories start at random times, have a log-normal appeal, rise and decay, and some rise a second
/// time; rates follow a day-night cycle. Votes are sampled from known rates, which are the ground truth for rankings.
/// </summary>
internal static class Cascades
{
    private const double StoriesPerHour = 25;

    /// <summary>Standard deviation of the logarithm of the appeal; the best of 100 stories gets about 20 times the votes of the median one.</summary>
    private const double Spread = 1.3;

    /// <summary>Percentage of stories that rise a second time.</summary>
    private const int SecondPeakPercent = 8;

    private static readonly DateTimeOffset Start = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(36);

    public static VoteLog Generate(int seed, TimeSpan length, TimeSpan every)
    {
        var random = new Random(seed);
        var stories = Enumerable.Range(0, (int)(StoriesPerHour * length.TotalHours)).Select(n => Story.Sample(n, length, random)).ToList();
        var log = new VoteLog();
        var totals = new long[stories.Count];
        for (var at = TimeSpan.Zero; at <= length; at += every)
        {
            foreach (var story in stories)
            {
                if (story.From > at || story.From + Lifetime < at) continue;
                log.Add(Start + at, new Vote($"s{story.Number}", totals[story.Number], story.Expected(at, at + every)));
                totals[story.Number] += Poisson(story.Expected(at, at + every), random);
            }
        }
        return log;
    }

    private static long Poisson(double mean, Random random)
    {
        if (mean > 50) return Math.Max(0, (long)Math.Round(mean + Math.Sqrt(mean) * Normal(random)));
        var (count, left) = (0L, Math.Exp(-mean));
        for (var product = random.NextDouble(); product > left; product *= random.NextDouble()) count++;
        return count;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <param name="Appeal">Votes per hour at the peak, averaged over the day.</param>
    /// <param name="Rise">Time from the start to the peak.</param>
    private sealed record Story(int Number, TimeSpan From, double Appeal, TimeSpan Rise, TimeSpan? SecondPeak)
    {
        private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

        public static Story Sample(int number, TimeSpan length, Random random) => new(
            number, random.NextDouble() * length, 6 * Math.Exp(Spread * Normal(random)), TimeSpan.FromMinutes(20 + 160 * random.NextDouble()),
            random.Next(100) < SecondPeakPercent ? TimeSpan.FromHours(4 + 20 * random.NextDouble()) : null);

        public double Expected(TimeSpan from, TimeSpan until)
        {
            var sum = 0.0;
            for (var at = from; at < until; at += Step) sum += Rate(at) * Step.TotalHours;
            return sum;
        }

        private double Rate(TimeSpan at)
        {
            var day = 1 + 0.6 * Math.Sin(2 * Math.PI * (at.TotalDays - 0.25));
            return day * Appeal * (Shape(at - From) + (SecondPeak is { } delay ? 0.8 * Shape(at - From - delay) : 0));
        }

        // The rate relative to the peak: 1 when age equals Rise.
        private double Shape(TimeSpan age) => age < TimeSpan.Zero ? 0 : age / Rise * Math.Exp(1 - age / Rise);
    }
}
