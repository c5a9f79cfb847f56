using NewsHub.Wire;

namespace NewsHub.Web.Related;

/// <summary>Articles offered beside an article. No list repeats the article itself, the other list, or the ranking on the page.</summary>
/// <param name="Related">Articles on the same subject.</param>
/// <param name="Recommended">Articles that its readers also read, followed by those that are read most often when in view, and today's ranking.</param>
public sealed record Recommendations(IReadOnlyList<WireArticle> Related, IReadOnlyList<WireArticle> Recommended)
{
    /// <summary>Number of articles per list. The page shows five; the rest replace articles that are removed or hidden.</summary>
    public const int ListLength = 8;

    /// <summary>The topics on which both lists change. The own topic of a live blog would bring all its posts.</summary>
    public IEnumerable<string> Topics => Related.Concat(Recommended).Select(article => article.Coverage is null ? Topic.Article(article.Id) : Topic.Live).Distinct();

    /// <param name="headline">The headline of the article itself. Of several articles with one headline the first is listed, and none with this one.</param>
    /// <param name="related">Public articles on the same subject, most similar first.</param>
    /// <param name="recommended">Public articles to recommend, best first.</param>
    /// <param name="shown">Ids already on the page, including the article itself.</param>
    public static Recommendations From(string? headline, IEnumerable<WireArticle> related, IEnumerable<WireArticle> recommended, IEnumerable<string> shown)
    {
        HashSet<string> used = [.. shown];
        var headlines = new HashSet<string?>(StringComparer.OrdinalIgnoreCase) { headline };
        return new Recommendations(List(related), List(recommended));

        List<WireArticle> List(IEnumerable<WireArticle> articles) =>
            [.. articles.Where(article => !used.Contains(article.Id) && headlines.Add(article.Headline) && used.Add(article.Id)).Take(ListLength)];
    }
}
