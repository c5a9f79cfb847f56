using NewsHub.Articles.Latest;
using NewsHub.Trending.Ranking;

namespace NewsHub.Web.Caching;

/// <summary>A ranking brought up to date with the wire: it may have been read before an article was corrected or withdrawn.</summary>
internal static class CurrentRanking
{
    /// <summary>After this time a ranking has heard of an erasure.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    /// <summary>Gives the places their current headlines, and leaves out articles of which something was erased that the latest articles cannot replace.</summary>
    public static Ranking? Of(Ranking? ranking, LatestArticlesSnapshot latest, DateTimeOffset now)
    {
        if (ranking is null) return null;
        HashSet<string> erased = [.. latest.Erasures.Where(entry => now - entry.At < MaxDelay).Select(entry => entry.Article.Id)];
        return ranking with { Entries = [.. ranking.Entries.Select(place => Current(place, latest, erased)).OfType<Place>()] };
    }

    private static Place? Current(Place place, LatestArticlesSnapshot latest, HashSet<string> erased) =>
        latest.Find(place.ArticleId) is { Headline: { } headline } card ? place with { Headline = headline, Url = card.Url, Language = card.Language }
        : erased.Contains(place.ArticleId) ? null
        : place;
}
