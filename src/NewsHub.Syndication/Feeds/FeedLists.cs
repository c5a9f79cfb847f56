using System.Collections.Concurrent;
using System.Globalization;
using NewsHub.Articles;
using NewsHub.Articles.Lifecycle;
using NewsHub.Syndication.Archives;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>Returns lists from memory, and loads one from the store on its first request.</summary>
internal sealed class FeedLists(FeedIndex index, ArchiveBlocks blocks, IWireStore store)
{
    /// <summary>
    /// How far back the log is read for corrections and withdrawals: a week of 30,000 entries a day. Reading them takes one statement.
    /// </summary>
    public const int MaxEntriesBack = 200_000;

    /// <summary>Changed articles that are read to find those with a correction: 2,000 × about 1 KB = 2 MB for a moment.</summary>
    private const int MaxChanges = 2000;

    private readonly ConcurrentDictionary<FeedKey, Lazy<Task<FeedList>>> _loading = [];

    public ValueTask<FeedList> Get(FeedKey key, CancellationToken stopping) =>
        index.Find(key) is { } list ? ValueTask.FromResult(list) : new ValueTask<FeedList>(LoadOnce(key).WaitAsync(stopping));

    // Requests that arrive meanwhile share one load; it goes on when the first of them leaves.
    private Task<FeedList> LoadOnce(FeedKey key) => _loading.GetOrAdd(key, _ => new Lazy<Task<FeedList>>(() => Load(key))).Value;

    private async Task<FeedList> Load(FeedKey key)
    {
        try
        {
            index.BeginLoad(key);
            var (articles, isComplete) = await Read(key);
            return index.EndLoad(key, articles, isComplete);
        }
        catch
        {
            index.CancelLoad(key);
            throw;
        }
        finally
        {
            _loading.TryRemove(key, out _);
        }
    }

    private async Task<(IReadOnlyList<WireArticle> Articles, bool IsComplete)> Read(FeedKey key)
    {
        switch (key.Kind)
        {
            case FeedKind.Corrections:
                return (await ReadCorrected(), true); // the log knows those of its entries; there are no others to load
            case FeedKind.Archive:
                var block = (await blocks.Get()).Find(int.Parse(key.Slug, CultureInfo.InvariantCulture));
                return (Cards(await store.ListBetween(block.After, block.UpTo, ArchiveBlocks.Size)), block.IsFull);
            default:
                var latest = await store.ListPublic([key.Topic], ListPosition.Newest, FeedList.Capacity + 1);
                return (Cards(latest), latest.Count <= FeedList.Capacity);
        }
    }

    private static IReadOnlyList<WireArticle> Cards(IEnumerable<ListedArticle> listed) => [.. listed.Select(article => article.Article)];

    private async Task<IReadOnlyList<WireArticle>> ReadCorrected()
    {
        var (_, head) = await store.Bounds();
        var changes = await store.ReadNewest([EntryKind.Corrected, EntryKind.Updated], head - MaxEntriesBack, MaxChanges);
        string[] corrected = [.. changes.Where(entry => entry.Article.CorrectedAt is not null).Select(entry => entry.Article.Id).Distinct().Take(FeedList.Capacity)];
        var documents = await store.FindDocuments(corrected);
        return [.. documents.Select(ArticleDocuments.Read).Select(ArticleCard.Of)];
    }
}
