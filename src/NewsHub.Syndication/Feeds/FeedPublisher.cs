using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Articles.Language;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Formats;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>Renders the feeds of lists.</summary>
internal sealed class FeedPublisher(FeedLists lists, ArticleCache articles, DocumentCache documents, Sections sections, Words words, IOptions<SiteOptions> options, WallClock clock)
{
    /// <summary>Returns a feed of a list.</summary>
    public Task<Document> Get(FeedKey key, IFeedFormat format, SiteAddress site, CancellationToken stopping) => documents.Get(
        new DocumentKey(site, $"{key.Path}/{format.File}"), () => lists.Get(key, stopping), list => Render(list, format, site));

    private async Task<Document> Render(FeedList list, IFeedFormat format, SiteAddress site)
    {
        FeedItem[] items = [.. list.Items.Take(FeedList.Shown)];
        var found = await articles.Find(items);
        FeedEntry[] entries = [.. items.Where(item => found.ContainsKey(item.Id)).Select(item => FeedEntry.Of(found[item.Id], site, sections, words))];
        var now = clock.Now;
        Tombstone[] tombstones = [.. list.Tombstones.Where(tombstone => tombstone.Until > now).Take(Feed.MaxTombstones)];
        var feed = Of(list, site) with { Entries = entries, Withdrawals = [.. tombstones.Select(tombstone => WithdrawalOf(tombstone, site))] };
        return Document.Of(list, format.Write(feed with { Updated = UpdatedAt(feed, list) }), format.Type, list.Modified, tombstones.Length > 0 ? tombstones.Min(tombstone => tombstone.Until) : null);
    }

    private Feed Of(FeedList list, SiteAddress site)
    {
        var name = NameOf(list.Key);
        var title = options.Value.Title;
        return new Feed
        {
            Site = site,
            Key = list.Key,
            Title = XmlText.Clean(name is null ? title : $"{title} – {name}"),
            Description = XmlText.Clean(options.Value.Tagline is { Length: > 0 } tagline ? tagline : title),
            Publisher = XmlText.Clean(title),
            Language = words.Language,
            Updated = default,
            Entries = [],
            Withdrawals = [],
        };
    }

    private string? NameOf(FeedKey key) => key.Kind switch
    {
        FeedKind.Section => sections.Find(key.Slug)?.Name,
        FeedKind.Tag => key.Slug,
        FeedKind.Corrections => words["corrections"],
        _ => null,
    };

    private Withdrawal WithdrawalOf(Tombstone tombstone, SiteAddress site) => new(
        site.ArticleId(tombstone.Id, tombstone.PublishedAt), site.Url($"/articles/{tombstone.Id}"), words["withdrawn"],
        XmlText.Clean(tombstone.IsKilled ? words["killed.text"] : tombstone.Notice ?? words["withheld.text"]), tombstone.PublishedAt, tombstone.At);

    private static DateTimeOffset UpdatedAt(Feed feed, FeedList list) =>
        feed.Entries.Select(entry => entry.UpdatedAt).Concat(feed.Withdrawals.Select(withdrawal => withdrawal.At)).DefaultIfEmpty(list.Modified).Max();
}
