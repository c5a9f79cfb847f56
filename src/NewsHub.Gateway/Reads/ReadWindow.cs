using NewsHub.Trending.Fairness;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// Reads that were counted and not yet sent, per article. Safe for any number of callers; what does not fit is refused, never waited for.
/// </summary>
/// <remarks>
/// A stripe for each processor, so that callers on different cores do not meet, however hot an article is; taking puts them together.
/// Tallies are used again: in a steady state counting allocates nothing.
/// </remarks>
public sealed class ReadWindow
{
    /// <summary>Most articles of a stripe: 10,000 × about 300 bytes = 3 MB.</summary>
    public const int MaxArticles = 10_000;

    /// <summary>Most distinct readers of one article: a batch of 10,000 × 16 bytes = 160 KB. Beyond it reads count, readers do not.</summary>
    public const int MaxReadersPerArticle = 10_000;

    /// <summary>Most distinct readers over all stripes and articles: 200,000 × 32 bytes, twice that while the tables grow = 13 MB.</summary>
    public const int MaxReaders = 200_000;

    /// <summary>More do not meet less: 8 × 3 MB = 24 MB at most.</summary>
    public const int MaxStripes = 8;

    private readonly ReadStripe[] _stripes;

    public ReadWindow() : this(Environment.ProcessorCount)
    {
    }

    /// <param name="stripes">As many as callers run at once.</param>
    public ReadWindow(int stripes)
    {
        var count = Math.Clamp(stripes, 1, MaxStripes);
        _stripes = Enumerable.Range(0, count).Select(_ => new ReadStripe(MaxReaders / count)).ToArray();
    }

    /// <summary>Counts a read; false: there are too many articles already.</summary>
    public bool TryCount(string articleId, in ReaderIdentity reader) =>
        _stripes[_stripes.Length == 1 ? 0 : Thread.GetCurrentProcessorId() % _stripes.Length].TryCount(articleId, in reader);

    /// <summary>Takes everything out, except what <paramref name="stays"/>. Give each back when it has been read.</summary>
    public IReadOnlyCollection<ReadTally> Take(Predicate<string> stays)
    {
        var taken = new Dictionary<string, ReadTally>();
        foreach (var stripe in _stripes)
        {
            foreach (var tally in stripe.Take(stays))
            {
                if (taken.TryAdd(tally.ArticleId, tally)) continue;
                taken[tally.ArticleId].Add(tally);
                tally.Return();
            }
        }
        return taken.Values;
    }
}
