using NewsHub.Gateway.Connections;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>Brings a connection from a cursor to the head of the wire, from memory if it reaches back that far, otherwise from the log.</summary>
internal sealed class CatchUp(SubscriptionRegistry registry, IWireStore store)
{
    /// <summary>
    /// Entries of the log sent to one reader at once, besides the 4,096 in memory: about 5,000 × about 1 KB = 5 MB. A reader who missed more
    /// gets a snapshot.
    /// </summary>
    private const int MaxMissed = 1_000;

    /// <summary>Entries of the log scanned for one reader.</summary>
    private const int MaxScanned = 20_000;

    private const int PageSize = 500;

    /// <summary>Number of newest entries in a snapshot.</summary>
    private const int SnapshotSize = 20;

    /// <summary>
    /// Joins the topics. Returns the entries between <paramref name="after"/> and the sequence of joining, on these topics and on those that the
    /// connection already follows. Entries up to there that are still queued for it are not sent a second time.
    /// </summary>
    /// <param name="after">Null if the reader has seen nothing yet.</param>
    public async Task<Missed> Join(Connection connection, IReadOnlyList<string> topics, Cursor? after, CancellationToken stopping)
    {
        if (after is not { } cursor) return JoinNow(connection, topics, isRecovered: true);
        if (cursor.Epoch == store.Epoch && registry.TryJoin(connection, topics, cursor.Sequence, mayBeAhead: false) is { } near)
            return new Missed(near.Head, IsRecovered: true, near.Missed);
        var (first, head) = await store.Bounds(stopping);
        if (cursor.Epoch != store.Epoch || cursor.Sequence > head || cursor.Sequence < first - 1) return JoinNow(connection, topics, isRecovered: false);

        var followedTopics = registry.TopicsWith(connection, topics);
        var entries = new List<Entry>();
        var position = cursor.Sequence;
        while (entries.Count <= MaxMissed && position - cursor.Sequence <= MaxScanned)
        {
            if (registry.TryJoin(connection, topics, position, mayBeAhead: true) is { } joined)
            {
                entries.AddRange(joined.Missed);
                return new Missed(joined.Head, IsRecovered: true, WithoutErased(entries));
            }

            var page = await store.ReadAfter(position, PageSize, stopping);
            if (page.Count == 0) break;
            entries.AddRange(page.Where(entry => !entry.IsSkipped && entry.Topics.Any(followedTopics.Contains)));
            position = page[^1].Seq;
        }

        return JoinNow(connection, topics, isRecovered: false);
    }

    /// <summary>
    /// Reads a page of the log after <paramref name="cursor"/>, for callers that page through any number of entries. Returns null if memory
    /// reaches that far back or the cursor cannot be resumed.
    /// </summary>
    public async Task<Missed?> ReadLog(IReadOnlyList<string> topics, Cursor cursor, int max, CancellationToken stopping)
    {
        var (first, head) = await store.Bounds(stopping);
        if (cursor.Epoch != store.Epoch || cursor.Sequence > head || cursor.Sequence < first - 1 || registry.Reaches(cursor.Sequence)) return null;

        var entries = new List<Entry>();
        var position = cursor.Sequence;
        while (entries.Count < max && position - cursor.Sequence <= MaxScanned)
        {
            var page = await store.ReadAfter(position, PageSize, stopping);
            if (page.Count == 0) break;
            foreach (var entry in page)
            {
                position = entry.Seq;
                if (!entry.IsSkipped && entry.Topics.Any(topics.Contains)) entries.Add(entry);
                if (entries.Count == max) break;
            }
        }

        return new Missed(position, IsRecovered: true, WithoutErased(entries));
    }

    private Missed JoinNow(Connection connection, IReadOnlyList<string> topics, bool isRecovered)
    {
        var joined = registry.Join(connection, topics, SnapshotSize);
        return new Missed(joined.Head, isRecovered, joined.Missed);
    }

    // An entry may have been erased since its page was read.
    private static Entry[] WithoutErased(List<Entry> entries)
    {
        var erasing = entries.Where(entry => entry.ErasesUpTo > 0).ToLookup(entry => entry.Article.Id);
        return [.. entries.Where(entry => !erasing[entry.Article.Id].Any(later => later.Seq > entry.Seq && later.Erases(entry)))];
    }

    /// <summary>The entries up to <paramref name="Head"/> that a reader missed, oldest first; if not recovered, only the newest.</summary>
    public sealed record Missed(long Head, bool IsRecovered, IReadOnlyList<Entry> Entries);
}
