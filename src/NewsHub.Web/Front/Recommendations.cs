using NewsHub.Wire;

namespace NewsHub.Web.Front;

/// <summary>Where a reader goes on from an article. No list repeats the article, another list, or what the ranking beside them shows.</summary>
/// <param name="Related">Articles about the same.</param>
/// <param name="Recommended">What readers of the article also read, then what is read today.</param>
public sealed record Recommendations(IReadOnlyList<WireArticle> Related, IReadOnlyList<WireArticle> Recommended)
{
    /// <summary>Articles of a list on the page; five are seen, and the others wait in case one of them leaves.</summary>
    public const int ListLength = 8;

    /// <summary>All articles of the lists.</summary>
    public IEnumerable<WireArticle> All => Related.Concat(Recommended);

    /// <param name="page">Only what it lists is public; what it does not list is not shown.</param>
    /// <param name="near">Articles about the same, the nearest first.</param>
    /// <param name="read">Ids of what else is read, the most fitting first.</param>
    /// <param name="shown">Ids that the page shows already, the article's own among them.</param>
    public static Recommendations From(FrontPageSnapshot page, IEnumerable<WireArticle> near, IEnumerable<string> read, IEnumerable<string> shown)
    {
        HashSet<string> taken = [.. shown];
        return new Recommendations(List(near), List(read.Select(page.Find).OfType<WireArticle>()));

        List<WireArticle> List(IEnumerable<WireArticle> articles) => [.. articles.Where(article => taken.Add(article.Id)).Take(ListLength)];
    }
}
