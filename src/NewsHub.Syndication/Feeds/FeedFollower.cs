using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Articles;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Sitemaps;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>
/// Keeps the lists up to date with the wire. What an entry erases leaves the lists, the cached articles and the cached documents before the next entry is
/// read.
/// </summary>
internal sealed partial class FeedFollower(
    IWireStore store, WireTail wire, FeedIndex index, SitemapMonths months, ArticleCache articles, DocumentCache documents, WallClock clock, TimeProvider time, ILogger<FeedFollower> logger)
    : BackgroundService
{
    private readonly Retry _retry = new(time);

    /// <summary>Withdrawals of articles in no list, whose tombstone needs the store: 1,000 × at most 6 KB = 6 MB. The feeds report no more than that.</summary>
    private readonly Channel<Entry> _withdrawn = Channel.CreateBounded<Entry>(new BoundedChannelOptions(FeedIndex.MaxTombstones) { FullMode = BoundedChannelFullMode.DropOldest });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var head = await _retry.UntilDone(Load, LogAndRepeat, stoppingToken);
        await Task.WhenAll(Follow(head, stoppingToken), AddTombstones(stoppingToken));
    }

    private async Task<long> Load(CancellationToken stopping)
    {
        // Read the head first: an entry that is written while the log is read is applied again, which has no effect.
        var (_, head) = await store.Bounds(stopping);
        var withdrawals = await store.ReadNewest([EntryKind.Killed, EntryKind.Withheld], head - FeedLists.MaxEntriesBack, FeedIndex.MaxTombstones, stopping);
        Entry[] recent = [.. withdrawals.Where(entry => entry.At + Tombstone.Lifetime > clock.Now && entry.Part is null).DistinctBy(entry => entry.Article.Id)];
        var withdrawn = await Find([.. recent.Select(entry => entry.Article.Id)], stopping);
        index.Start(recent.Select(entry => withdrawn.TryGetValue(entry.Article.Id, out var article) ? Tombstone.Of(entry, article) : null).OfType<Tombstone>());
        return head;
    }

    private async Task Follow(long head, CancellationToken stopping)
    {
        await foreach (var batch in wire.Follow(head, stopping))
            foreach (var entry in batch)
            {
                if (entry.Part is null) articles.Drop(entry.Article.Id); // first: after the change of Erasures nobody may find it
                months.Apply(entry);
                if (index.Apply(entry)) _withdrawn.Writer.TryWrite(entry);
                if (entry.ErasesUpTo > 0) documents.Clear();
            }
    }

    private async Task AddTombstones(CancellationToken stopping)
    {
        await foreach (var entry in _withdrawn.Reader.ReadAllAsync(stopping))
        {
            var found = await _retry.UntilDone(token => Find([entry.Article.Id], token), LogAndRepeat, stopping);
            if (found.TryGetValue(entry.Article.Id, out var article) && Tombstone.Of(entry, article) is { } tombstone) index.Add(tombstone);
        }
    }

    private async Task<Dictionary<string, Article>> Find(IReadOnlyList<string> ids, CancellationToken stopping) =>
        (await store.FindDocuments(ids, stopping)).Select(ArticleDocuments.Read).ToDictionary(article => article.Id);

    private bool LogAndRepeat(Exception failure)
    {
        LogReadFailed(failure);
        return true;
    }

    [LoggerMessage(8001, LogLevel.Error, "Reading withdrawals for the feeds failed; retrying")]
    private partial void LogReadFailed(Exception failure);
}
