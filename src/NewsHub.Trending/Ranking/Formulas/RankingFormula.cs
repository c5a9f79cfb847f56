using NewsHub.Trending.Counting;

namespace NewsHub.Trending.Ranking.Formulas;

/// <summary>How a ranking orders articles: by counted readers and reactions that decay with a half-life.</summary>
/// <param name="Name">The ranking's name in topics and addresses, a slug. Counters store the score under it.</param>
/// <param name="HasPrior">
/// A new article starts with the mean value of the shown places, which decays with its readers. What has been seen for a short time only is then
/// compared with the others by what it gets, and not by how long it has been seen.
/// </param>
public sealed record RankingFormula(string Name, HalfLife HalfLife, bool HasPrior = false)
{
    /// <summary>Articles read right now: half-life 20 minutes, unless the options have another.</summary>
    public static readonly RankingFormula Rising = new("rising", new HalfLife(TimeSpan.FromMinutes(20)), HasPrior: true);

    /// <summary>Articles read today: half-life 6 hours.</summary>
    public static readonly RankingFormula Today = new("today", new HalfLife(TimeSpan.FromHours(6)));

    /// <summary>Counted readers of an article from which its prior is in force: fewer could bring any article among the shown.</summary>
    public const int ReadersForPrior = 3;
}
