using NewsHub.Trending.Counting;

namespace NewsHub.Trending.Ranking.Formulas;

/// <summary>How a ranking orders articles: by counted readers and reactions that decay with a half-life.</summary>
/// <param name="Name">The ranking's name in topics and addresses, a slug. Counters store the score under it.</param>
public sealed record RankingFormula(string Name, HalfLife HalfLife)
{
    /// <summary>Articles read right now: half-life 15 minutes.</summary>
    public static readonly RankingFormula Rising = new("rising", new HalfLife(TimeSpan.FromMinutes(15)));

    /// <summary>Articles read today: half-life 6 hours.</summary>
    public static readonly RankingFormula Today = new("today", new HalfLife(TimeSpan.FromHours(6)));
}
