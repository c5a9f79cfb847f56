namespace NewsHub.Trending.Fairness;

/// <summary>
/// A set of readers: exact up to <see cref="MaxExact"/>, above that a Bloom filter of 2^20 bits (128 KB). At 100,000 readers about 1 % of new
/// readers are mistaken for known ones; no reader is counted twice.
/// </summary>
internal sealed class DistinctReaders
{
    /// <summary>4,096 readers × about 20 bytes = 80 KB.</summary>
    public const int MaxExact = 4_096;

    private const int Bits = 1 << 20;
    private const int Hashes = 4;

    private HashSet<ulong>? _exact = [];
    private ulong[]? _filter;

    /// <summary>Adds a reader. Returns true when the reader was not in the set.</summary>
    public bool Add(ulong reader)
    {
        if (_exact is null) return AddToFilter(reader);
        if (_exact.Count < MaxExact) return _exact.Add(reader);
        if (_exact.Contains(reader)) return false;
        _filter = new ulong[Bits / 64];
        foreach (var known in _exact) AddToFilter(known);
        _exact = null;
        return AddToFilter(reader);
    }

    /// <summary>True when the reader was added; above <see cref="MaxExact"/> possibly a false positive.</summary>
    public bool Contains(ulong reader)
    {
        if (_exact is not null) return _exact.Contains(reader);
        var (bit, step) = ((uint)reader, (uint)(reader >> 32) | 1);
        for (var i = 0; i < Hashes; i++, bit += step)
            if ((_filter![bit % Bits / 64] & 1UL << (int)(bit % 64)) == 0)
                return false;
        return true;
    }

    // Double hashing (Kirsch and Mitzenmacher 2006): two hashes replace any number. Reader ids are hashes already.
    private bool AddToFilter(ulong reader)
    {
        var (bit, step) = ((uint)reader, (uint)(reader >> 32) | 1);
        var isNew = false;
        for (var i = 0; i < Hashes; i++, bit += step)
        {
            ref var word = ref _filter![bit % Bits / 64];
            var mask = 1UL << (int)(bit % 64);
            isNew |= (word & mask) == 0;
            word |= mask;
        }
        return isNew;
    }
}
