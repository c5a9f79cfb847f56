namespace NewsHub.Benchmarks.Quality;

/// <summary>A formula that computes the score of an item from its past votes.</summary>
/// <param name="Score">Higher is better.</param>
internal sealed record Formula(string Name, Func<ItemHistory, double> Score)
{
    private static readonly DateTimeOffset RedditEpoch = DateTimeOffset.FromUnixTimeSeconds(1_134_028_003);

    public static IReadOnlyList<Formula> All { get; } =
    [
        .. RisingVariant.All.Select(variant => new Formula(variant.Name, history => history.Score(variant))),
        new("today (decay, half-life 6 h)", history => history.Today),
        new("votes of the last interval", history => history.Last),
        new("Hacker News", history => Math.Pow(Math.Max(history.Total - 1, 0), 0.8) / Math.Pow(history.Age.TotalHours + 2, 1.8)),
        new("Reddit hot", history => Math.Log10(Math.Max(history.Total, 1)) + (history.First - RedditEpoch).TotalSeconds / 45_000),
        new("Lemmy", history => Math.Log10(Math.Max(2, history.Total + 2)) / Math.Pow(history.Age.TotalHours + 2, 1.8)),
        new("Mastodon (half-life 4 h)", history => history.Unexpected),
        new("raw totals", history => history.Total),
    ];
}
