using NewsHub.Wire;

namespace NewsHub.Articles.Latest;

/// <summary>One page of a list of articles, latest first.</summary>
/// <param name="Older">The cursor of the next page; null on the last page.</param>
public sealed record Listing(IReadOnlyList<ListedArticle> Articles, ListCursor? Older)
{
    /// <summary>Number of articles per page.</summary>
    public const int PageSize = 30;

    /// <summary>The first page; from memory if it holds enough articles, otherwise from the store.</summary>
    public static async Task<Listing> Latest(LatestArticlesSnapshot latest, ArticleFilter filter, IWireStore store, CancellationToken stopping)
    {
        var matching = latest.Articles.Where(listed => filter.Matches(listed.Article)).Take(PageSize + 1).ToList();
        return matching.Count > PageSize || latest.IsComplete
            ? Of(matching, latest.Cursor.Epoch)
            : await Before(new ListCursor(latest.Cursor.Epoch, ListPosition.Newest), filter, store, stopping);
    }

    /// <summary>The page of articles before <paramref name="before"/>.</summary>
    public static async Task<Listing> Before(ListCursor before, ArticleFilter filter, IWireStore store, CancellationToken stopping) =>
        Of(await store.ListPublic([filter.Topic], before.Position, PageSize + 1, stopping), before.Epoch);

    private static Listing Of(IReadOnlyList<ListedArticle> articles, string epoch)
    {
        if (articles.Count <= PageSize) return new Listing(articles, null);
        List<ListedArticle> page = [.. articles.Take(PageSize)];
        return new Listing(page, new ListCursor(epoch, page[^1].Position));
    }
}
