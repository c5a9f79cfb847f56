namespace NewsHub.Traffic.Readers;

/// <summary>
/// Tracks the sequence numbers that one reader received, one bit per entry: counts repeats and entries out of order and reports missing
/// ones. Not thread-safe.
/// </summary>
public sealed class SequenceCheck
{
    private readonly List<ulong> _shown = [];
    private long? _start;
    private long _last;

    public long Repeated { get; private set; }

    public long OutOfOrder { get; private set; }

    /// <summary>The highest sequence number received in order, without entries that may overtake.</summary>
    public long Last => _last;

    /// <summary>
    /// Starts tracking after <paramref name="sequence"/>. Called again when the hub could not resume from the cursor.
    /// </summary>
    public void Start(long sequence)
    {
        _shown.Clear();
        _start = _last = sequence;
    }

    /// <summary>Records a received entry.</summary>
    /// <param name="mayOvertake">True for an alert or a kill, which may come before queued entries.</param>
    public void Show(long sequence, bool mayOvertake)
    {
        if (_start is not { } start || sequence <= start) return;
        var (word, bit) = Place(sequence);
        while (_shown.Count <= word) _shown.Add(0);
        if ((_shown[word] & bit) is not 0)
        {
            Repeated++;
            return;
        }

        _shown[word] |= bit;
        if (sequence < _last) OutOfOrder++;
        if (!mayOvertake) _last = Math.Max(_last, sequence);
    }

    /// <summary>True if an entry is due and was not received.</summary>
    public bool Misses(long sequence)
    {
        if (_start is null || sequence <= _start) return false;
        var (word, bit) = Place(sequence);
        return word >= _shown.Count || (_shown[word] & bit) is 0;
    }

    private (int Word, ulong Bit) Place(long sequence)
    {
        var offset = sequence - _start!.Value - 1;
        return ((int)(offset / 64), 1UL << (int)(offset % 64));
    }
}
