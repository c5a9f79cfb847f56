using NewsHub.Trending.Fairness;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// Reads that were counted but not yet sent, per article. Thread-safe. Reads that do not fit are refused without waiting.
/// </summary>
/// <remarks>
/// There is one stripe per processor, so that callers on different cores do not contend even for a hot article; taking merges the stripes.
/// Tallies are reused: in a steady state counting allocates nothing.
/// </remarks>
internal sealed class ReadWindow
{
    /// <summary>Maximum articles of a stripe: 10,000 × about 300 bytes = 3 MB.</summary>
    public const int MaxArticles = 10_000;

    /// <summary>Maximum distinct readers of one article: a batch of 10,000 × 16 bytes = 160 KB. Above that, reads are counted but readers are not.</summary>
    public const int MaxReadersPerArticle = 10_000;

    /// <summary>Maximum distinct readers over all stripes and articles: 200,000 × 32 bytes, twice that while the tables grow = 13 MB.</summary>
    public const int MaxReaders = 200_000;

    /// <summary>More stripes do not reduce contention further: at most 8 × 3 MB = 24 MB.</summary>
    public const int MaxStripes = 8;

    private readonly ReadStripe[] _stripes;

    public ReadWindow() : this(Environment.ProcessorCount)
    {
    }

    /// <param name="stripes">The number of callers that run concurrently.</param>
    public ReadWindow(int stripes)
    {
        var count = Math.Clamp(stripes, 1, MaxStripes);
        _stripes = Enumerable.Range(0, count).Select(_ => new ReadStripe(MaxReaders / count)).ToArray();
    }

    /// <summary>Counts a read. Returns false if there are too many articles.</summary>
    public bool TryCount(string articleId, in ReaderIdentity reader) =>
        _stripes[_stripes.Length == 1 ? 0 : Thread.GetCurrentProcessorId() % _stripes.Length].TryCount(articleId, in reader);

    /// <summary>Removes and returns the tallies, except of articles for which <paramref name="isKept"/> is true. Return each tally after reading it.</summary>
    public IReadOnlyCollection<ReadTally> Take(Predicate<string> isKept)
    {
        var taken = new Dictionary<string, ReadTally>();
        foreach (var stripe in _stripes)
        {
            foreach (var tally in stripe.Take(isKept))
            {
                if (taken.TryAdd(tally.ArticleId, tally)) continue;
                taken[tally.ArticleId].Add(tally);
                tally.Return();
            }
        }
        return taken.Values;
    }
}
