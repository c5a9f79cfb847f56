using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>
/// What waits for a reader who does not keep up: entries in wire order, then of each state the newest. Entries never overtake each other,
/// not even alerts: a cursor says that everything before it was seen.
/// </summary>
internal sealed class SendQueue
{
    /// <summary>Entries that may wait: 1,000 references to bytes that all readers share = 16 KB.</summary>
    public const int MaxEntries = 1_000;

    /// <summary>Bytes of entries that may wait: twice what 1,000 entries of half a kilobyte take. States add one message for each topic.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly Queue<Waiting> _entries = new();
    private readonly Dictionary<string, Waiting> _states = new(StringComparer.Ordinal);
    private int _entryBytes;

    public bool IsEmpty => _entries.Count == 0 && _states.Count == 0;

    /// <summary>Bytes that wait.</summary>
    public int Bytes { get; private set; }

    /// <summary>Keeps a delivery; false: there is no room, and the reader is too far behind.</summary>
    /// <param name="replaced">Whether an older state of the same key was dropped for it.</param>
    public bool TryKeep(Delivery delivery, PayloadFormat format, long at, out bool replaced)
    {
        replaced = false;
        var bytes = delivery.In(format).Length;
        if (delivery.Class is DeliveryClass.State)
        {
            if (replaced = _states.Remove(delivery.Key, out var older))
            {
                Bytes -= older.Bytes;
                (delivery, bytes) = (delivery.Whole, delivery.Whole.In(format).Length); // the reader has not had the one before
            }

            _states.Add(delivery.Key, new Waiting(delivery, bytes, at));
        }
        else
        {
            if (delivery.IsErasing) DropEntries(delivery.Erases);
            if (_entries.Count == MaxEntries || _entryBytes + bytes > MaxBytes) return false;
            _entries.Enqueue(new Waiting(delivery, bytes, at));
            _entryBytes += bytes;
        }

        Bytes += bytes;
        return true;
    }

    /// <summary>Drops the entries up to a sequence.</summary>
    public void Skip(long upTo) => DropEntries(waiting => waiting.Sequence <= upTo);

    /// <summary>Takes what leaves next, at least one delivery and about <paramref name="maxBytes"/> at the most. Empty: nothing waits.</summary>
    /// <param name="since">When the first of them was kept.</param>
    public IReadOnlyList<Delivery> Take(int maxBytes, out long since)
    {
        var taken = new List<Delivery>();
        var before = Bytes;
        since = 0;
        while (before - Bytes < maxBytes && TryTake(out var next))
        {
            if (taken.Count == 0) since = next.At;
            taken.Add(next.Delivery);
            Bytes -= next.Bytes;
        }

        return taken;
    }

    private bool TryTake(out Waiting next)
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

    private void DropEntries(Predicate<Delivery> areDropped)
    {
        for (var left = _entries.Count; left > 0; left--)
        {
            var waiting = _entries.Dequeue();
            if (!areDropped(waiting.Delivery)) _entries.Enqueue(waiting);
            else (Bytes, _entryBytes) = (Bytes - waiting.Bytes, _entryBytes - waiting.Bytes);
        }
    }

    private readonly record struct Waiting(Delivery Delivery, int Bytes, long At);
}
