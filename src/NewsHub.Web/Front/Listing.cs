using NewsHub.Wire;

namespace NewsHub.Web.Front;

/// <summary>One page of a list, the latest first.</summary>
/// <param name="Older">Where the next page begins; null: there is none.</param>
public sealed record Listing(IReadOnlyList<ListedArticle> Articles, Cursor? Older)
{
    /// <summary>Articles on one page.</summary>
    public const int PageSize = 30;

    /// <summary>The first page, from memory wherever the front page reaches far enough back.</summary>
    public static async Task<Listing> Latest(FrontPageSnapshot page, Shelf shelf, IWireStore store, CancellationToken stopping)
    {
        var latest = page.Articles.Where(listed => shelf.Holds(listed.Article)).Take(PageSize + 1).ToList();
        return latest.Count > PageSize || !page.IsFull
            ? Of(latest, page.Cursor.Epoch)
            : await Before(new Cursor(page.Cursor.Epoch, long.MaxValue), shelf, store, stopping);
    }

    /// <summary>The page of what was first published before <paramref name="before"/>.</summary>
    public static async Task<Listing> Before(Cursor before, Shelf shelf, IWireStore store, CancellationToken stopping) =>
        Of(await store.ListPublic([shelf.Topic], before.Sequence, PageSize + 1, stopping), before.Epoch);

    private static Listing Of(IReadOnlyList<ListedArticle> articles, string epoch)
    {
        if (articles.Count <= PageSize) return new Listing(articles, null);
        List<ListedArticle> page = [.. articles.Take(PageSize)];
        return new Listing(page, new Cursor(epoch, page[^1].Position));
    }
}
