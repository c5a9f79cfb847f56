using NewsHub.Wire;

namespace NewsHub.Gateway.Connections;

/// <summary>
/// The subscriptions of this process, with the newest entries of the wire. One lock covers joining and adding an entry, so that a connection
/// that joins at a sequence is offered exactly the entries after it.
/// </summary>
public sealed class SubscriptionRegistry
{
    /// <summary>Entries kept in memory: 4,096 × about 1 KB (at most 6 KB) = 4 MB (at most 24 MB).</summary>
    internal const int RingCapacity = 4096;

    /// <summary>
    /// Most entries that a connection may lack when it joins. Their topics are compared under the lock that every new entry needs: 64 × about
    /// 0.2 µs = 13 µs.
    /// </summary>
    internal const int MaxGap = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Subscribers> _topics = new(StringComparer.Ordinal);
    private EntryRing _ring = new(RingCapacity, 0);

    /// <summary>The sequence of the newest entry that this process knows.</summary>
    public long Head
    {
        get
        {
            lock (_lock) return _ring.Head;
        }
    }

    /// <summary>Returns at most <paramref name="max"/> entries after <paramref name="sequence"/>; null if memory does not reach that far back.</summary>
    internal IReadOnlyList<Entry>? TryReadAfter(long sequence, int max)
    {
        lock (_lock) return _ring.Reaches(sequence) ? _ring.After(sequence, max) : null;
    }

    /// <summary>Returns at most <paramref name="max"/> entries in memory up to <paramref name="sequence"/>, newest first.</summary>
    internal IReadOnlyList<Entry> ReadUpTo(long sequence, int max)
    {
        lock (_lock) return _ring.UpTo(sequence, max);
    }

    /// <summary>Starts after <paramref name="head"/>. Call once, before the first connection.</summary>
    internal void Start(long head) => _ring = new EntryRing(RingCapacity, head);

    /// <summary>Adds the next entry of the wire. Returns its subscribers, by topic and shard.</summary>
    internal Connection[][][] Add(Entry entry)
    {
        lock (_lock)
        {
            _ring.Add(entry);
            return entry.IsSkipped ? [] : [.. entry.Topics.Select(SubscribersUnsynchronized).OfType<Connection[][]>()];
        }
    }

    /// <summary>The current subscribers of a topic by shard; null if it has none.</summary>
    internal Connection[][]? SubscribersOf(string topic)
    {
        lock (_lock) return SubscribersUnsynchronized(topic);
    }

    /// <summary>Number of connections that follow a topic.</summary>
    internal int CountSubscribers(string topic)
    {
        lock (_lock) return _topics.TryGetValue(topic, out var subscribers) ? subscribers.Count : 0;
    }

    internal bool HasSubscribers(string topic)
    {
        lock (_lock) return _topics.ContainsKey(topic);
    }

    /// <summary>The topics with subscribers that start with <paramref name="prefix"/>.</summary>
    internal IReadOnlyList<string> TopicsStartingWith(string prefix)
    {
        lock (_lock) return _topics.Keys.Where(topic => topic.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
    }

    /// <summary>
    /// Joins the topics for a reader that has received all entries up to <paramref name="sequence"/>. Returns the entries since then on these topics
    /// and on those already followed; later entries are offered. Returns null if the wire is more than <see cref="MaxGap"/> entries ahead: the
    /// caller must read them first.
    /// </summary>
    /// <param name="sequence">A sequence that the log holds, even if this process has not received it yet.</param>
    internal Joined? TryJoin(Connection connection, IReadOnlyList<string> topics, long sequence)
    {
        lock (_lock)
        {
            if (!_ring.Reaches(sequence) || _ring.Head - sequence > MaxGap) return null;
            Join(connection, topics);
            var head = Math.Max(sequence, _ring.Head);
            connection.Outbox.Skip(head);
            return new Joined(head, _ring.After(sequence, MaxGap).Where(connection.FollowsUnsynchronized).ToArray());
        }
    }

    /// <summary>Joins topics from now on. Returns the sequence of the last entry before joining.</summary>
    internal long Join(Connection connection, IReadOnlyList<string> topics)
    {
        lock (_lock)
        {
            connection.HasFollowedEntriesUnsynchronized |= topics.Count > 0;
            JoinUnsynchronized(connection, topics);
            return _ring.Head;
        }
    }

    /// <summary>Joins topics that carry a state instead of entries.</summary>
    internal void JoinStates(Connection connection, IReadOnlyList<string> topics)
    {
        lock (_lock) JoinUnsynchronized(connection, topics);
    }

    /// <summary>True if entries may be on their way to a connection.</summary>
    internal bool HasFollowedEntries(Connection connection)
    {
        lock (_lock) return connection.HasFollowedEntriesUnsynchronized;
    }

    /// <summary>The topics that a connection follows.</summary>
    internal IReadOnlyCollection<string> TopicsOf(Connection connection)
    {
        lock (_lock) return connection.TopicsUnsynchronized.ToArray();
    }

    internal void Leave(Connection connection, IReadOnlyCollection<string> topics)
    {
        lock (_lock)
        {
            foreach (var topic in topics)
            {
                if (!connection.TopicsUnsynchronized.Remove(topic) || !_topics.TryGetValue(topic, out var subscribers)) continue;
                subscribers.Remove(connection);
                if (subscribers.IsEmpty) _topics.Remove(topic);
            }
        }
    }

    /// <summary>Leaves all topics. The connection joins none from now on.</summary>
    internal void Close(Connection connection)
    {
        lock (_lock)
        {
            connection.IsClosedUnsynchronized = true;
            Leave(connection, connection.TopicsUnsynchronized.ToArray());
        }
    }

    private void JoinUnsynchronized(Connection connection, IReadOnlyList<string> topics)
    {
        if (connection.IsClosedUnsynchronized) return;
        foreach (var topic in topics)
        {
            if (!connection.TopicsUnsynchronized.Add(topic)) continue;
            if (!_topics.TryGetValue(topic, out var subscribers)) _topics.Add(topic, subscribers = new Subscribers());
            subscribers.Add(connection);
        }
    }

    private Connection[][]? SubscribersUnsynchronized(string topic) => _topics.GetValueOrDefault(topic)?.Copy();

    /// <summary>The sequence at which a connection joined, and the entries that it lacked, oldest first.</summary>
    internal sealed record Joined(long Head, IReadOnlyList<Entry> Missed);
}
