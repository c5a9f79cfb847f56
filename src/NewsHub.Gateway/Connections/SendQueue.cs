using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>
/// Deliveries queued for a reader who does not keep up: entries in wire order, then the newest version of each state. Entries never overtake
/// each other, not even alerts, because a cursor means that everything before it was seen.
/// </summary>
internal sealed class SendQueue
{
    /// <summary>Maximum queued entries: 1,000 × 24 bytes, with a reference to bytes that all readers share = 24 KB.</summary>
    public const int MaxEntries = 1_000;

    /// <summary>Maximum bytes of queued entries: twice 1,000 entries of 0.5 KB = 1 MB. States add one message per topic.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly Queue<QueuedDelivery> _entries = new();
    private readonly Dictionary<string, QueuedDelivery> _states = new(StringComparer.Ordinal);
    private int _entryBytes;

    public bool IsEmpty => _entries.Count == 0 && _states.Count == 0;

    /// <summary>Size in bytes of all queued deliveries.</summary>
    public int Bytes { get; private set; }

    /// <summary>Queues a delivery. Returns false if there is no room: the reader is too far behind.</summary>
    /// <param name="replaced">True if it replaced an older state of the same key.</param>
    public bool TryEnqueue(Delivery delivery, PayloadFormat format, long queuedAt, out bool replaced)
    {
        replaced = false;
        var bytes = delivery.BytesIn(format).Length;
        if (delivery.Class is DeliveryClass.State)
        {
            if (replaced = _states.Remove(delivery.Key, out var older))
            {
                Bytes -= older.Bytes;
                (delivery, bytes) = (delivery.FullState, delivery.FullState.BytesIn(format).Length); // the reader lacks the state that a delta builds on
            }

            _states.Add(delivery.Key, new QueuedDelivery(delivery, bytes, queuedAt));
        }
        else
        {
            if (delivery.IsErasing) Replace(delivery.Rest, format);
            if (_entries.Count == MaxEntries || _entryBytes + bytes > MaxBytes) return false;
            _entries.Enqueue(new QueuedDelivery(delivery, bytes, queuedAt));
            _entryBytes += bytes;
        }

        Bytes += bytes;
        return true;
    }

    /// <summary>Drops the entries up to a sequence, inclusive.</summary>
    public void Skip(long upTo)
    {
        for (var left = _entries.Count; left > 0; left--)
        {
            var queued = _entries.Dequeue();
            if (queued.Delivery.Sequence > upTo) _entries.Enqueue(queued);
            else Count(-queued.Bytes);
        }
    }

    /// <summary>Removes and returns the next deliveries: at least one, and at most about <paramref name="maxBytes"/>. Empty if nothing is queued.</summary>
    /// <param name="firstQueuedAt">When the first of them was queued.</param>
    public IReadOnlyList<Delivery> Dequeue(int maxBytes, out long firstQueuedAt)
    {
        var taken = new List<Delivery>();
        var before = Bytes;
        firstQueuedAt = 0;
        while (before - Bytes < maxBytes && TryDequeueNext(out var next))
        {
            if (taken.Count == 0) firstQueuedAt = next.QueuedAt;
            taken.Add(next.Delivery);
            Bytes -= next.Bytes;
        }

        return taken;
    }

    private bool TryDequeueNext(out QueuedDelivery next)
    {
        if (_entries.TryDequeue(out next))
        {
            _entryBytes -= next.Bytes;
            return true;
        }

        foreach (var (key, state) in _states)
        {
            next = state;
            return _states.Remove(key);
        }

        return false;
    }

    /// <summary>Replaces queued entries by what is left of them; null drops one.</summary>
    private void Replace(Func<Delivery, Delivery?> rest, PayloadFormat format)
    {
        for (var left = _entries.Count; left > 0; left--)
        {
            var queued = _entries.Dequeue();
            var kept = rest(queued.Delivery);
            var bytes = kept is null ? 0 : ReferenceEquals(kept, queued.Delivery) ? queued.Bytes : kept.BytesIn(format).Length;
            Count(bytes - queued.Bytes);
            if (kept is not null) _entries.Enqueue(queued with { Delivery = kept, Bytes = bytes });
        }
    }

    private void Count(int bytes) => (Bytes, _entryBytes) = (Bytes + bytes, _entryBytes + bytes);

    private readonly record struct QueuedDelivery(Delivery Delivery, int Bytes, long QueuedAt);
}
