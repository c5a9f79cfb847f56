namespace NewsHub.Wire;

/// <summary>The newest entries in memory, without a gap, so that whoever is nearly up to date needs no database.</summary>
/// <param name="capacity">How many are kept; the older ones are in the log.</param>
/// <param name="head">The sequence before the first entry that will be added.</param>
public sealed class EntryRing(int capacity, long head)
{
    private readonly Entry[] _entries = new Entry[capacity];
    private int _count;

    /// <summary>The newest sequence.</summary>
    public long Head { get; private set; } = head;

    /// <summary>Adds the next entry. One that erases earlier entries of its article does so here, as it did in the log.</summary>
    /// <exception cref="ArgumentException">It is not the next one.</exception>
    public void Add(Entry entry)
    {
        if (entry.Seq != Head + 1) throw new ArgumentException($"Entry {entry.Seq} does not follow {Head}.", nameof(entry));
        if (entry.ErasesUpTo > 0) Erase(entry.Article.Id, entry.ErasesUpTo);
        _entries[Slot(entry.Seq)] = entry;
        Head = entry.Seq;
        _count = Math.Min(_count + 1, capacity);
    }

    /// <summary>The sequence before the oldest entry that is here.</summary>
    public long Tail => Head - _count;

    /// <summary>Whether everything after <paramref name="sequence"/> is here.</summary>
    public bool Reaches(long sequence) => sequence >= Tail;

    /// <summary>Entries after <paramref name="sequence"/>, at most <paramref name="max"/>; the ring must reach that far back.</summary>
    public IReadOnlyList<Entry> After(long sequence, int max)
    {
        var entries = new Entry[Math.Clamp(Head - sequence, 0, max)];
        for (var i = 0; i < entries.Length; i++) entries[i] = _entries[Slot(sequence + 1 + i)];
        return entries;
    }

    /// <summary>Every entry that is here, the newest first.</summary>
    public IEnumerable<Entry> NewestFirst()
    {
        for (var sequence = Head; sequence > Tail; sequence--) yield return _entries[Slot(sequence)];
    }

    private void Erase(string articleId, int upTo)
    {
        for (var sequence = Tail + 1; sequence <= Head; sequence++)
        {
            ref var entry = ref _entries[Slot(sequence)];
            if (entry.Article.Id == articleId && entry.Article.Version <= upTo) entry = entry.Erased();
        }
    }

    private int Slot(long sequence) => (int)(sequence % capacity);
}
