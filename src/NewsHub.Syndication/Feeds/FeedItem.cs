using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>The place of an article in a list.</summary>
/// <param name="Date">What the list is ordered by.</param>
internal sealed record FeedItem(string Id, int Version, DateTimeOffset PublishedAt, DateTimeOffset Date) : IComparable<FeedItem>
{
    /// <summary>Null for an article without the date that the list needs.</summary>
    public static FeedItem? Of(WireArticle article, FeedKey key) =>
        article.PublishedAt is { } published && key.DateOf(article) is { } date ? new FeedItem(article.Id, article.Version, published, date) : null;

    /// <summary>Latest first, and in the order of ids for one date.</summary>
    public int CompareTo(FeedItem? other) =>
        other is null ? -1 : other.Date.CompareTo(Date) is not 0 and var byDate ? byDate : string.CompareOrdinal(Id, other.Id);
}
