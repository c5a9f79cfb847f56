namespace NewsHub.Benchmarks.Quality;

/// <summary>
/// An invented site: stories come at random times of a day that has a night, differ in appeal as wealth does, catch on and fade, and some of
/// them catch on a second time. What is drawn is drawn from a rate that is known: the truth that a ranking should find.
/// </summary>
internal static class Cascades
{
    private const double StoriesPerHour = 25;

    /// <summary>Spread of the appeal's logarithm: the best of a hundred stories draws about twenty times the middle one.</summary>
    private const double Spread = 1.3;

    /// <summary>How many in a hundred catch on a second time.</summary>
    private const int SecondLives = 8;

    private static readonly DateTimeOffset Start = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Life = TimeSpan.FromHours(36);

    public static VoteLog Generate(int seed, TimeSpan length, TimeSpan every)
    {
        var random = new Random(seed);
        var stories = Enumerable.Range(0, (int)(StoriesPerHour * length.TotalHours)).Select(n => Story.Draw(n, length, random)).ToList();
        var log = new VoteLog();
        var totals = new long[stories.Count];
        for (var at = TimeSpan.Zero; at <= length; at += every)
        {
            foreach (var story in stories)
            {
                if (story.From > at || story.From + Life < at) continue;
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

    /// <param name="Appeal">Votes per hour at its height, by day.</param>
    /// <param name="Rise">Until its height.</param>
    private sealed record Story(int Number, TimeSpan From, double Appeal, TimeSpan Rise, TimeSpan? Again)
    {
        private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

        public static Story Draw(int number, TimeSpan length, Random random) => new(
            number, random.NextDouble() * length, 6 * Math.Exp(Spread * Normal(random)), TimeSpan.FromMinutes(20 + 160 * random.NextDouble()),
            random.Next(100) < SecondLives ? TimeSpan.FromHours(4 + 20 * random.NextDouble()) : null);

        public double Expected(TimeSpan from, TimeSpan until)
        {
            var sum = 0.0;
            for (var at = from; at < until; at += Step) sum += Rate(at) * Step.TotalHours;
            return sum;
        }

        private double Rate(TimeSpan at)
        {
            var day = 1 + 0.6 * Math.Sin(2 * Math.PI * (at.TotalDays - 0.25));
            return day * Appeal * (Pulse(at - From) + (Again is { } again ? 0.8 * Pulse(at - From - again) : 0));
        }

        // 1 at its height, Rise after its start.
        private double Pulse(TimeSpan age) => age < TimeSpan.Zero ? 0 : age / Rise * Math.Exp(1 - age / Rise);
    }
}
