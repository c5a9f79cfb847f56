using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Articles.Language;
using NewsHub.Syndication.Formats;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>Makes the feed of a list: its articles with their text, and its withdrawals.</summary>
internal sealed class FeedReader(ArticleCache articles, Sections sections, Words words, IOptions<SiteOptions> options, WallClock clock)
{
    /// <summary>Returns the feed, and when the first of its withdrawals ends; null if it has none.</summary>
    public async Task<(Feed Feed, DateTimeOffset? ValidUntil)> Read(FeedList list, SiteAddress site)
    {
        FeedItem[] items = [.. list.Items.Take(list.Key.Kind is FeedKind.Archive ? FeedList.Capacity : FeedList.Shown)];
        var found = await articles.Find(items);
        FeedEntry[] entries = [.. items.Where(item => found.ContainsKey(item.Id)).Select(item => FeedEntry.Of(found[item.Id], site, sections, words))];
        var now = clock.Now;
        Tombstone[] tombstones = [.. list.Tombstones.Where(tombstone => tombstone.Until > now).Take(Feed.MaxTombstones)];
        var feed = Of(list, site) with { Entries = entries, Withdrawals = [.. tombstones.Select(tombstone => WithdrawalOf(tombstone, site))] };
        return (feed with { Updated = UpdatedAt(feed, list) }, tombstones.Length > 0 ? tombstones.Min(tombstone => tombstone.Until) : null);
    }

    private Feed Of(FeedList list, SiteAddress site)
    {
        var name = NameOf(list.Key);
        var title = options.Value.Title;
        return new Feed
        {
            Site = site,
            Key = list.Key,
            Title = XmlCharacters.Clean(name is null ? title : $"{title} – {name}"),
            Description = XmlCharacters.Clean(options.Value.Tagline is { Length: > 0 } tagline ? tagline : title),
            Publisher = XmlCharacters.Clean(title),
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
        XmlCharacters.Clean(tombstone.IsKilled ? words["killed.text"] : tombstone.Notice ?? words["withheld.text"]), tombstone.PublishedAt, tombstone.At);

    private static DateTimeOffset UpdatedAt(Feed feed, FeedList list) =>
        feed.Entries.Select(entry => entry.UpdatedAt).Concat(feed.Withdrawals.Select(withdrawal => withdrawal.At)).DefaultIfEmpty(list.Modified).Max();
}
