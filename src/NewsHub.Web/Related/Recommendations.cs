using NewsHub.Articles.Latest;
using NewsHub.Wire;

namespace NewsHub.Web.Related;

/// <summary>Articles offered beside an article. No list repeats the article itself, the other list, or the ranking on the page.</summary>
/// <param name="Related">Articles on the same subject.</param>
/// <param name="Recommended">Articles that its readers also read, followed by today's ranking.</param>
public sealed record Recommendations(IReadOnlyList<WireArticle> Related, IReadOnlyList<WireArticle> Recommended)
{
    /// <summary>Number of articles per list. The page shows five; the rest replace articles that are removed or hidden.</summary>
    public const int ListLength = 8;

    /// <summary>The articles of both lists.</summary>
    public IEnumerable<WireArticle> All => Related.Concat(Recommended);

    /// <param name="latest">Articles to recommend are taken from these, which are public.</param>
    /// <param name="related">Articles on the same subject, most similar first.</param>
    /// <param name="recommended">Ids of articles to recommend, best first.</param>
    /// <param name="shown">Ids already on the page, including the article itself.</param>
    public static Recommendations From(
        LatestArticlesSnapshot latest, IEnumerable<WireArticle> related, IEnumerable<string> recommended, IEnumerable<string> shown)
    {
        HashSet<string> used = [.. shown];
        return new Recommendations(List(related), List(recommended.Select(latest.Find).OfType<WireArticle>()));

        List<WireArticle> List(IEnumerable<WireArticle> articles) => [.. articles.Where(article => used.Add(article.Id)).Take(ListLength)];
    }
}
