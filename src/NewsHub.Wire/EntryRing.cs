namespace NewsHub.Wire;

/// <summary>Keeps the newest entries in memory, without gaps, so that readers who are nearly up to date need no database query.</summary>
/// <param name="capacity">Maximum number of entries; older ones are only in the log.</param>
/// <param name="head">The sequence before the first entry to be added.</param>
public sealed class EntryRing(int capacity, long head)
{
    private readonly Entry[] _entries = new Entry[capacity];
    private int _count;

    /// <summary>The newest sequence.</summary>
    public long Head { get; private set; } = head;

    /// <summary>Adds the next entry. If it erases earlier entries of its article, they are erased here as in the log.</summary>
    /// <exception cref="ArgumentException">The entry's sequence is not <see cref="Head"/> + 1.</exception>
    public void Add(Entry entry)
    {
        if (entry.Seq != Head + 1) throw new ArgumentException($"Entry {entry.Seq} does not follow {Head}.", nameof(entry));
        if (entry.ErasesUpTo > 0) Erase(entry);
        _entries[Slot(entry.Seq)] = entry;
        Head = entry.Seq;
        _count = Math.Min(_count + 1, capacity);
    }

    /// <summary>The sequence before the oldest entry in the ring.</summary>
    public long Tail => Head - _count;

    /// <summary>True when the ring holds every entry after <paramref name="sequence"/>.</summary>
    public bool Reaches(long sequence) => sequence >= Tail;

    /// <summary>Returns at most <paramref name="max"/> entries after <paramref name="sequence"/>. The ring must reach back that far.</summary>
    public IReadOnlyList<Entry> After(long sequence, int max)
    {
        var entries = new Entry[Math.Clamp(Head - sequence, 0, max)];
        for (var i = 0; i < entries.Length; i++) entries[i] = _entries[Slot(sequence + 1 + i)];
        return entries;
    }

    /// <summary>Returns at most <paramref name="max"/> entries up to <paramref name="sequence"/>, newest first. It must not be above the head.</summary>
    public IReadOnlyList<Entry> UpTo(long sequence, int max)
    {
        var entries = new Entry[Math.Clamp(sequence - Tail, 0, max)];
        for (var i = 0; i < entries.Length; i++) entries[i] = _entries[Slot(sequence - i)];
        return entries;
    }

    private void Erase(Entry erasing)
    {
        for (var sequence = Tail + 1; sequence <= Head; sequence++)
        {
            ref var entry = ref _entries[Slot(sequence)];
            entry = entry.After(erasing);
        }
    }

    private int Slot(long sequence) => (int)(sequence % capacity);
}
