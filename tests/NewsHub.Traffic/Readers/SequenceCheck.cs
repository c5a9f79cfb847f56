namespace NewsHub.Traffic.Readers;

/// <summary>
/// What one reader was shown, by sequence: tells repeats and entries out of order at once, and what is missing when asked. One bit an
/// entry. Not thread-safe.
/// </summary>
public sealed class SequenceCheck
{
    private readonly List<ulong> _shown = [];
    private long? _start;
    private long _last;

    public long Repeated { get; private set; }

    public long OutOfOrder { get; private set; }

    /// <summary>The newest that came in its place; whatever is not the next one has overtaken, is late, or follows what is not shown here.</summary>
    public long Last => _last;

    /// <summary>
    /// Everything after <paramref name="sequence"/> is due from here on. Again when the hub says that it can't tell what was missed.
    /// </summary>
    public void Start(long sequence)
    {
        _shown.Clear();
        _start = _last = sequence;
    }

    /// <summary>An entry arrived.</summary>
    /// <param name="mayOvertake">An alert or a kill, which may come before entries that wait.</param>
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

    /// <summary>Whether an entry was due and has not been shown.</summary>
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
