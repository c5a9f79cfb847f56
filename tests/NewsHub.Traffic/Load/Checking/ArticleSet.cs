namespace NewsHub.Traffic.Load.Checking;

/// <summary>A set of article numbers of one run, one bit per article. Numbers of other runs are ignored. Not thread-safe.</summary>
internal sealed class ArticleSet(long first)
{
    /// <summary>Maximum number of articles of a run; 10 million bits = 1.25 MB.</summary>
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
