using NewsHub.Gateway.Connections;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>Brings a reader from a cursor to now: from memory where it reaches, before that from the log.</summary>
internal sealed class CatchUp(SubscriptionRegistry registry, IWireStore store)
{
    /// <summary>
    /// Entries of the log handed to one reader at once, besides the 4,096 that memory holds: about 5,000 × about 1 KB = 5 MB. Who missed
    /// more starts from a snapshot.
    /// </summary>
    private const int MaxMissed = 1_000;

    /// <summary>Entries of the log looked through for one reader.</summary>
    private const int MaxRead = 20_000;

    private const int Page = 500;

    /// <summary>How many of the newest entries make a snapshot.</summary>
    private const int SnapshotSize = 20;

    /// <summary>
    /// Joins the topics and answers with what lies between <paramref name="after"/> and the place of joining, on these topics and on those
    /// that the connection follows already: what is on its way to it up to there is not sent a second time.
    /// </summary>
    /// <param name="after">Null: the reader has seen nothing yet.</param>
    public async Task<Missed> Join(Connection connection, IReadOnlyList<string> topics, Cursor? after, CancellationToken stopping)
    {
        if (after is not { } cursor) return JoinNow(connection, topics, isRecovered: true);
        if (cursor.Epoch == store.Epoch && registry.TryJoin(connection, topics, cursor.Sequence, mayBeAhead: false) is { } near)
            return new Missed(near.Head, IsRecovered: true, near.Missed);
        var (first, head) = await store.Bounds(stopping);
        if (cursor.Epoch != store.Epoch || cursor.Sequence > head || cursor.Sequence < first - 1) return JoinNow(connection, topics, isRecovered: false);

        var followed = registry.With(connection, topics);
        var entries = new List<Entry>();
        var position = cursor.Sequence;
        while (entries.Count <= MaxMissed && position - cursor.Sequence <= MaxRead)
        {
            if (registry.TryJoin(connection, topics, position, mayBeAhead: true) is { } joined)
            {
                entries.AddRange(joined.Missed);
                return new Missed(joined.Head, IsRecovered: true, WithoutErased(entries));
            }

            var page = await store.ReadAfter(position, Page, stopping);
            if (page.Count == 0) break;
            entries.AddRange(page.Where(entry => !entry.IsSkipped && entry.Topics.Any(followed.Contains)));
            position = page[^1].Seq;
        }

        return JoinNow(connection, topics, isRecovered: false);
    }

    /// <summary>
    /// A piece of the log after <paramref name="cursor"/>, for who takes it piece by piece, however much it is. Null: memory reaches that far
    /// back, or the cursor cannot be continued.
    /// </summary>
    public async Task<Missed?> ReadOn(IReadOnlyList<string> topics, Cursor cursor, int max, CancellationToken stopping)
    {
        var (first, head) = await store.Bounds(stopping);
        if (cursor.Epoch != store.Epoch || cursor.Sequence > head || cursor.Sequence < first - 1 || registry.Reaches(cursor.Sequence)) return null;

        var entries = new List<Entry>();
        var position = cursor.Sequence;
        while (entries.Count < max && position - cursor.Sequence <= MaxRead)
        {
            var page = await store.ReadAfter(position, Page, stopping);
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

    // A page that was read before its content was erased must not be shown afterwards.
    private static Entry[] WithoutErased(List<Entry> entries)
    {
        var erasing = entries.Where(entry => entry.ErasesUpTo > 0).ToLookup(entry => entry.Article.Id);
        return [.. entries.Where(entry => !erasing[entry.Article.Id].Any(later => later.Seq > entry.Seq && later.Erases(entry)))];
    }

    /// <summary>What a reader missed before <paramref name="Head"/>, the oldest first; not recovered: only the newest of it.</summary>
    public sealed record Missed(long Head, bool IsRecovered, IReadOnlyList<Entry> Entries);
}
