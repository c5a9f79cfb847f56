using NewsHub.Gateway.Connections;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Reads what a reader missed, page by page, from memory if it reaches back that far, otherwise from the log, and joins the reader at the head of the
/// wire without a gap. Publishing is not delayed: pages are read in turns, and each reader's reading is limited by a budget.
/// </summary>
internal sealed class CatchUp(SubscriptionRegistry registry, IWireStore store, ReplayBudget budget, CatchUpTurns turns, WireMetrics metrics)
{
    /// <summary>Maximum entries of an answer: 200 × about 1 KB = 0.2 MB. What is left follows as ordinary messages.</summary>
    public const int MaxAnswer = 200;

    /// <summary>Number of newest entries for a reader without a cursor that can be resumed.</summary>
    private const int SnapshotSize = 20;

    /// <summary>Longest distance from the head of the wire for which a reader is caught up. A reader further behind gets a snapshot.</summary>
    private const int MaxDistance = 20_000;

    /// <summary>Entries read at once from memory or from the log.</summary>
    private const int ChunkSize = 256;

    /// <summary>Entries scanned for one page, if few of them are on the reader's topics.</summary>
    private const int MaxScanned = 4096;

    /// <summary>
    /// Joins the topics if the reader lacks at most <see cref="MaxAnswer"/> entries. Returns the entries between <paramref name="after"/> and the
    /// sequence of joining, on these topics and on those that the connection already follows. Entries up to there that are still queued for it
    /// are not sent a second time. If there are more, <see cref="Missed.Rest"/> sends them and joins.
    /// </summary>
    /// <param name="after">Null if the reader has seen nothing yet.</param>
    public async Task<Missed> Join(Connection connection, IReadOnlyList<string> topics, Cursor? after, CancellationToken stopping)
    {
        if (after is not { } cursor) return JoinNewest(connection, topics, isRecovered: true);
        if (!await CanResume(cursor, MaxDistance, stopping)) return JoinNewest(connection, topics, isRecovered: false);

        var followed = registry.TopicsOf(connection).Where(topic => !Topic.Parse(topic).IsState).ToArray();
        if (followed.Length + topics.Count == 0) return new Missed(Math.Max(cursor.Sequence, registry.Head), IsRecovered: true, []);
        var page = await ReadPage(connection, followed.Union(topics), cursor.Sequence, MaxAnswer, stopping);
        if (registry.TryJoin(connection, topics, page.Position) is { } joined) return new Missed(joined.Head, IsRecovered: true, page.With(joined.Missed));
        // Entries that are on their way to such a reader would move its cursor past the missed ones.
        if (registry.HasFollowedEntries(connection)) return JoinNewest(connection, topics, isRecovered: false);
        return new Missed(page.Position, IsRecovered: true, page.Entries, new Replay(this, turns, registry, connection, topics, page.Position));
    }

    /// <summary>Returns true if the log holds everything after the cursor, and the head of the wire is at most <paramref name="maxDistance"/> away.</summary>
    public async Task<bool> CanResume(Cursor cursor, long maxDistance, CancellationToken stopping)
    {
        if (cursor.Epoch != store.Epoch) return false;
        if (registry.TryReadAfter(cursor.Sequence, 0) is not null && cursor.Sequence <= registry.Head) return true;
        var (first, head) = await store.Bounds(stopping);
        return cursor.Sequence <= head && cursor.Sequence >= first - 1 && head - cursor.Sequence <= maxDistance;
    }

    /// <summary>Reads the next entries on the topics after a sequence, at most <paramref name="max"/>.</summary>
    public async Task<Page> ReadPage(Connection connection, IEnumerable<string> topics, long sequence, int max, CancellationToken stopping)
    {
        var wanted = topics.ToHashSet(StringComparer.Ordinal);
        var (entries, position, read) = (new List<Entry>(), sequence, 0);
        await budget.Wait(connection, stopping);
        using var turn = await turns.Take(stopping);
        for (var size = Math.Min(max, ChunkSize); entries.Count < max && position - sequence < MaxScanned; size = Math.Min(2 * size, ChunkSize))
        {
            var chunk = registry.TryReadAfter(position, ChunkSize);
            if (chunk is null)
            {
                metrics.CaughtUp("connection");
                chunk = await store.ReadAfter(position, size, stopping);
                read += chunk.Count;
            }

            if (chunk.Count == 0) break;
            foreach (var entry in chunk)
            {
                position = entry.Seq;
                if (!entry.IsSkipped && entry.Topics.Any(wanted.Contains)) entries.Add(entry);
                if (entries.Count == max) break;
            }
        }

        budget.Charge(connection, entries.Count, read);
        return new Page(position, WithoutErased(entries)); // an entry of a later chunk may erase one of an earlier chunk
    }

    /// <summary>Returns the newest entries in memory on these topics, oldest first, and the head at that time.</summary>
    public Page ReadNewest(IReadOnlyList<string> topics, int max)
    {
        var wanted = topics.ToHashSet(StringComparer.Ordinal);
        var (head, newest) = (registry.Head, new List<Entry>());
        for (var position = head; newest.Count < max;)
        {
            var chunk = registry.ReadUpTo(position, ChunkSize);
            if (chunk.Count == 0) break;
            newest.AddRange(chunk.Where(entry => !entry.IsSkipped && entry.Topics.Any(wanted.Contains)).Take(max - newest.Count));
            position = chunk[^1].Seq - 1;
        }

        newest.Reverse();
        return new Page(head, newest);
    }

    private Missed JoinNewest(Connection connection, IReadOnlyList<string> topics, bool isRecovered)
    {
        var head = registry.Join(connection, topics);
        var newest = ReadNewest(topics, SnapshotSize);
        return new Missed(head, isRecovered, newest.Entries.Where(entry => entry.Seq <= head).ToArray());
    }

    /// <summary>The entries up to <paramref name="Head"/> that a reader missed, oldest first; if not recovered, only the newest.</summary>
    /// <param name="Rest">Sends what is after them; null if the connection has joined.</param>
    public sealed record Missed(long Head, bool IsRecovered, IReadOnlyList<Entry> Entries, Replay? Rest = null);

    /// <summary>The entries without those that others of them erase.</summary>
    private static IReadOnlyList<Entry> WithoutErased(IReadOnlyList<Entry> entries)
    {
        var erasing = entries.Where(entry => entry.ErasesUpTo > 0).ToArray();
        return erasing.Length == 0 ? entries : entries.Select(entry => After(entry, erasing)).Where(entry => !entry.IsErased).ToArray();
    }

    private static Entry After(Entry entry, IEnumerable<Entry> erasing) => erasing.Where(other => other.Seq > entry.Seq).Aggregate(entry, (rest, later) => rest.After(later));

    /// <summary>Entries, oldest first, with nothing left out up to <paramref name="Position"/>.</summary>
    public sealed record Page(long Position, IReadOnlyList<Entry> Entries)
    {
        /// <summary>These entries and the later ones, without those that were erased since they were read.</summary>
        public IReadOnlyList<Entry> With(IReadOnlyList<Entry> later) => WithoutErased([.. Entries, .. later]);
    }
}
