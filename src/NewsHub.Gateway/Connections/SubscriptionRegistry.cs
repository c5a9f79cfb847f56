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

    /// <summary>True if memory holds every entry after <paramref name="sequence"/>.</summary>
    internal bool Reaches(long sequence)
    {
        lock (_lock) return _ring.Reaches(sequence);
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
    /// Joins the topics if memory reaches back to <paramref name="sequence"/>. Returns the missed entries of these topics and of those already
    /// followed; later entries are offered. Returns null if memory does not reach that far: read the log up to <see cref="Head"/> and try again.
    /// </summary>
    /// <param name="mayBeAhead">True if the log is known to hold <paramref name="sequence"/>, even if this process has not received it yet.</param>
    internal Joined? TryJoin(Connection connection, IReadOnlyList<string> topics, long sequence, bool mayBeAhead)
    {
        lock (_lock)
        {
            if (!_ring.Reaches(sequence) || (sequence > _ring.Head && !mayBeAhead)) return null;
            JoinUnsynchronized(connection, topics);
            var head = Math.Max(sequence, _ring.Head);
            connection.Outbox.Skip(head);
            return new Joined(head, OnTopics(_ring.After(sequence, int.MaxValue), connection.TopicsUnsynchronized));
        }
    }

    /// <summary>Joins the topics at the current head. Returns their newest entries in memory, at most <paramref name="max"/>.</summary>
    internal Joined Join(Connection connection, IReadOnlyList<string> topics, int max)
    {
        lock (_lock)
        {
            JoinUnsynchronized(connection, topics);
            var newest = _ring.NewestFirst().Where(entry => !entry.IsSkipped && entry.Topics.Any(topics.Contains)).Take(max).Reverse();
            return new Joined(_ring.Head, newest.ToArray());
        }
    }

    /// <summary>The union of these topics and those that the connection already follows.</summary>
    internal IReadOnlyCollection<string> TopicsWith(Connection connection, IReadOnlyList<string> topics)
    {
        lock (_lock) return connection.TopicsUnsynchronized.Union(topics).ToHashSet(StringComparer.Ordinal);
    }

    internal int CountTopics(Connection connection)
    {
        lock (_lock) return connection.TopicsUnsynchronized.Count;
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

    internal void LeaveAll(Connection connection)
    {
        lock (_lock) Leave(connection, connection.TopicsUnsynchronized.ToArray());
    }

    private void JoinUnsynchronized(Connection connection, IReadOnlyList<string> topics)
    {
        foreach (var topic in topics)
        {
            if (!connection.TopicsUnsynchronized.Add(topic)) continue;
            if (!_topics.TryGetValue(topic, out var subscribers)) _topics.Add(topic, subscribers = new Subscribers());
            subscribers.Add(connection);
        }
    }

    private static Entry[] OnTopics(IReadOnlyList<Entry> entries, HashSet<string> topics) =>
        entries.Where(entry => !entry.IsSkipped && entry.Topics.Any(topics.Contains)).ToArray();

    private Connection[][]? SubscribersUnsynchronized(string topic) => _topics.GetValueOrDefault(topic)?.Copy();

    /// <summary>The sequence at which a connection joined, and the entries it had missed, oldest first.</summary>
    internal sealed record Joined(long Head, IReadOnlyList<Entry> Missed);
}
