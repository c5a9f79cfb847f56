using NewsHub.Trending.Fairness;

namespace NewsHub.Benchmarks.Fairness;

/// <summary>A site whose articles are read for some days, hour by hour, with the hub's own windows and sums of usual readers.</summary>
internal sealed class Site(Population population, int readersPerHour)
{
    private const int Articles = 20;
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly FairnessOptions Options = new();

    private readonly Random _random = new(1);
    private UsualReaders _usual = UsualReaders.None;

    /// <summary>Reads the articles for a number of hours; in each, <paramref name="also"/> reads them too.</summary>
    public Site After(int hours, IReadOnlyList<Origin>? also = null)
    {
        for (var hour = 0; hour < hours; hour++)
        {
            var sum = UsualReaders.None;
            for (var article = 0; article < Articles; article++)
            {
                var window = NewWindow();
                foreach (var origin in Honest(readersPerHour / Articles)) window.Add(origin);
                foreach (var origin in also ?? []) window.Add(origin);
                sum = sum.Plus(window.CountedReaders().At(Start.AddHours(hour)));
            }
            _usual = _usual.Plus(sum);
        }
        return this;
    }

    public IReadOnlyList<Origin> Honest(int readers) => [.. Enumerable.Range(0, readers).Select(_ => population.Next(_random))];

    /// <summary>How many of an article's readers in one hour count, now and by the former rules.</summary>
    public (double Now, double Before) Count(IReadOnlyList<Origin> readers)
    {
        var window = NewWindow();
        foreach (var origin in readers) window.Add(origin);
        var (before, shuffled) = (0.0, readers.ToArray());
        new Random(2).Shuffle(shuffled);
        var windows = (int)(TimeSpan.FromHours(1) / FormerReaderWindow.Length);
        for (var n = 0; n < windows; n++)
        {
            var former = new FormerReaderWindow();
            foreach (var origin in shuffled.Where((_, index) => index % windows == n)) former.Add(origin);
            before += former.Count();
        }
        return (window.Count().Readers, before);
    }

    private ReaderWindow NewWindow() => new(Options, _usual, new CountedReaders());
}
