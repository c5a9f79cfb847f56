using NewsHub.Syndication.Archives;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Formats;

namespace NewsHub.Syndication.Feeds;

/// <summary>Renders the feeds of lists.</summary>
internal sealed class FeedPublisher(FeedLists lists, FeedReader reader, ArchiveBlocks blocks, DocumentCache documents)
{
    /// <summary>Returns a feed of a list.</summary>
    public Task<Document> Get(FeedKey key, IFeedFormat format, SiteAddress site, CancellationToken stopping) => documents.Get(
        new DocumentKey(site, $"{key.Path}/{format.File}"), () => lists.Get(key, stopping), list => Render(list, format, site));

    private async Task<Document> Render(FeedList list, IFeedFormat format, SiteAddress site)
    {
        var (feed, validUntil) = await reader.Read(list, site);
        // Only the feed of all articles has archives.
        if (list.Key == FeedKey.All && await blocks.Get() is { Count: > 0 and var count }) feed = feed with { PreviousArchive = site.Url(ArchiveApi.PathOf(count)) };
        return Document.Of(list, format.Write(feed), format.Type, list.Modified, validUntil);
    }
}
