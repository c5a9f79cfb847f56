using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Benchmarks.Quality;

/// <summary>A way to rank items: what they look like now goes in, a score comes out.</summary>
/// <param name="Score">Higher is better.</param>
internal sealed record Formula(string Name, Func<Sighting, double> Score)
{
    private static readonly DateTimeOffset RedditEpoch = DateTimeOffset.FromUnixTimeSeconds(1_134_028_003);

    public static IReadOnlyList<Formula> All { get; } =
    [
        new("rising (decay, half-life 15 min)", sighting => sighting.Decayed(RankingFormula.Rising.HalfLife)),
        new("today (decay, half-life 6 h)", sighting => sighting.Decayed(RankingFormula.Today.HalfLife)),
        new("votes of the last interval", sighting => sighting.Last),
        new("Hacker News", sighting => Math.Pow(Math.Max(sighting.Total - 1, 0), 0.8) / Math.Pow(sighting.Age.TotalHours + 2, 1.8)),
        new("Reddit hot", sighting => Math.Log10(Math.Max(sighting.Total, 1)) + (sighting.First - RedditEpoch).TotalSeconds / 45_000),
        new("Lemmy", sighting => Math.Log10(Math.Max(2, sighting.Total + 2)) / Math.Pow(sighting.Age.TotalHours + 2, 1.8)),
        new("Mastodon (half-life 4 h)", sighting => sighting.Unexpected),
        new("raw totals", sighting => sighting.Total),
    ];
}
