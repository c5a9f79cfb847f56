namespace NewsHub.Web.Related;

/// <summary>
/// The articles with a term, each with the weight of the term in 4 bytes. Most terms have one article, which needs no array.
/// </summary>
internal struct Postings
{
    private const int WeightBits = 8;
    private const int MaxWeight = (1 << WeightBits) - 1;

    private uint _only;
    private uint[]? _all;

    /// <summary>Number of articles.</summary>
    public int Count { get; private set; }

    public static int SlotOf(uint posting) => (int)(posting >> WeightBits);

    public static int WeightOf(uint posting) => (int)(posting & MaxWeight);

    public void Add(int slot, int weight)
    {
        var posting = (uint)slot << WeightBits | (uint)Math.Min(weight, MaxWeight);
        if (Count == 0 && _all is null) _only = posting;
        else
        {
            if (_all is null) _all = [_only, 0];
            else if (Count == _all.Length) Array.Resize(ref _all, Count + Math.Max(1, Count / 2));
            _all[Count] = posting;
        }
        Count++;
    }

    /// <summary>Removes an article that has the term.</summary>
    public void Remove(int slot)
    {
        if (_all is not null)
        {
            var postings = _all.AsSpan(0, Count);
            for (var n = 0; n < Count; n++)
                if (SlotOf(postings[n]) == slot) postings[n] = postings[^1];
        }
        Count--;
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<uint> AsSpan() => _all is null ? new ReadOnlySpan<uint>(in _only)[..Count] : _all.AsSpan(0, Count);
}
