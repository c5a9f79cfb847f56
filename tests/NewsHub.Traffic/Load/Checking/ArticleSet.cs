namespace NewsHub.Traffic.Load.Checking;

/// <summary>Articles of one run by their numbers, one bit each; those of other runs are not in it. Not thread-safe.</summary>
internal sealed class ArticleSet(long first)
{
    /// <summary>A run has fewer articles; 10 million bits = 1.2 MB.</summary>
    public const long Capacity = 10_000_000;

    private ulong[] _bits = [];

    public void Add(long article)
    {
        if (article < first || article - first >= Capacity) return;
        var word = (int)((article - first) / 64);
        if (word >= _bits.Length) Array.Resize(ref _bits, Math.Max(word + 1, _bits.Length * 2));
        _bits[word] |= Bit(article);
    }

    public bool Contains(long article) =>
        article >= first && (article - first) / 64 < _bits.Length && (_bits[(article - first) / 64] & Bit(article)) is not 0;

    private ulong Bit(long article) => 1UL << (int)((article - first) % 64);
}
