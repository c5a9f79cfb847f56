using NewsHub.Wire;

namespace NewsHub.Web.Front;

/// <summary>
/// How prominent an article is, as a logarithm to the base 2: one step of urgency weighs as much as one half-life. The difference between two
/// articles never changes as they age, so an order holds until something is published, changed or withdrawn.
/// </summary>
internal static class Prominence
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(3);

    /// <summary>What another article needs more than the leading one to take its place.</summary>
    private const double LeadMargin = 1;

    private const int LowestUrgency = 9;

    public static double Of(WireArticle article) => LowestUrgency - article.Urgency + Age(article.PublishedAt);

    /// <summary>
    /// The leading article: the highest standing alert, as long as it stands. Otherwise the first that no later one outranked by a whole step, so that
    /// nothing leads merely because it came last.
    /// </summary>
    public static WireArticle? Lead(IEnumerable<WireArticle> articles, IEnumerable<WireArticle> alerted)
    {
        if (alerted.OrderByDescending(article => article.Alert).ThenBy(article => article.PublishedAt).FirstOrDefault() is { } alert)
            return alert;
        return articles.Where(article => article.FromArchive is not true).OrderBy(article => article.PublishedAt).ThenBy(article => article.Id, StringComparer.Ordinal)
            .Aggregate((WireArticle?)null, (lead, next) => lead is null || Of(next) >= Of(lead) + LeadMargin ? next : lead);
    }

    private static double Age(DateTimeOffset? publishedAt) => ((publishedAt ?? DateTimeOffset.UnixEpoch) - DateTimeOffset.UnixEpoch) / HalfLife;
}
