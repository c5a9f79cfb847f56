using NewsHub.Wire;

namespace NewsHub.Gateway.Connections;

/// <summary>
/// Who follows what in this process, with the newest entries of the wire. Joining and the arrival of an entry exclude each other, so
/// that a reader who joins at a sequence is offered exactly what comes after it.
/// </summary>
public sealed class SubscriptionRegistry
{
    /// <summary>4,096 entries × about 1 KB (at most 6) = 4 MB (at most 24).</summary>
    internal const int RingCapacity = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Subscribers> _topics = new(StringComparer.Ordinal);
    private EntryRing _ring = new(RingCapacity, 0);


    /// <summary>The newest entry that this process knows.</summary>
    public long Head
    {
        get
        {
            lock (_lock) return _ring.Head;
        }
    }

    /// <summary>Whether memory holds everything after <paramref name="sequence"/>.</summary>
    internal bool Reaches(long sequence)
    {
        lock (_lock) return _ring.Reaches(sequence);
    }

    /// <summary>Begins after <paramref name="head"/>; once, before anybody connects.</summary>
    internal void Start(long head) => _ring = new EntryRing(RingCapacity, head);

    /// <summary>Takes the next entry of the wire; answers with those to whom it must be offered, topic by topic.</summary>
    internal Connection[][][] Arrive(Entry entry)
    {
        lock (_lock)
        {
            _ring.Add(entry);
            return entry.IsSkipped ? [] : [.. entry.Topics.Select(SubscribersUnsynchronized).OfType<Connection[][]>()];
        }
    }

    /// <summary>Those who follow a topic now.</summary>
    internal Connection[][]? SubscribersOf(string topic)
    {
        lock (_lock) return SubscribersUnsynchronized(topic);
    }

    internal bool HasSubscribers(string topic)
    {
        lock (_lock) return _topics.ContainsKey(topic);
    }

    /// <summary>The topics that somebody follows and that begin with <paramref name="prefix"/>.</summary>
    internal IReadOnlyList<string> OpenTopics(string prefix)
    {
        lock (_lock) return _topics.Keys.Where(topic => topic.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
    }

    /// <summary>
    /// Joins the topics if memory reaches back to <paramref name="sequence"/>: what was missed up to now of these topics and of those that
    /// were followed already comes back, from now on entries are offered. Null: it does not reach; read the log up to <see cref="Head"/> and
    /// try again.
    /// </summary>
    /// <param name="mayBeAhead">Whether the log is known to hold <paramref name="sequence"/> even where this process has not come so far.</param>
    internal Joined? TryJoin(Connection connection, IReadOnlyList<string> topics, long sequence, bool mayBeAhead)
    {
        lock (_lock)
        {
            if (!_ring.Reaches(sequence) || (sequence > _ring.Head && !mayBeAhead)) return null;
            JoinUnsynchronized(connection, topics);
            var head = Math.Max(sequence, _ring.Head);
            connection.Outbox.Skip(head);
            return new Joined(head, OnUnsynchronized(_ring.After(sequence, int.MaxValue), connection.TopicsUnsynchronized));
        }
    }

    /// <summary>Joins the topics from now on, and answers with the newest entries of them that memory holds, at most <paramref name="max"/>.</summary>
    internal Joined Join(Connection connection, IReadOnlyList<string> topics, int max)
    {
        lock (_lock)
        {
            JoinUnsynchronized(connection, topics);
            var newest = _ring.NewestFirst().Where(entry => !entry.IsSkipped && entry.Topics.Any(topics.Contains)).Take(max).Reverse();
            return new Joined(_ring.Head, newest.ToArray());
        }
    }

    /// <summary>These topics with those that the connection follows already.</summary>
    internal IReadOnlyCollection<string> With(Connection connection, IReadOnlyList<string> topics)
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

    private static Entry[] OnUnsynchronized(IReadOnlyList<Entry> entries, HashSet<string> topics) =>
        entries.Where(entry => !entry.IsSkipped && entry.Topics.Any(topics.Contains)).ToArray();

    private Connection[][]? SubscribersUnsynchronized(string topic) => _topics.GetValueOrDefault(topic)?.Copy();

    /// <summary>Where a reader stands after joining, and what they had missed, the oldest first.</summary>
    internal sealed record Joined(long Head, IReadOnlyList<Entry> Missed);
}
