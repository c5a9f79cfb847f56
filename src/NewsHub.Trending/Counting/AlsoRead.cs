using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>
/// Finds articles that share readers, from today's reads in this process. Keeps the latest readers of each article and the latest articles of
/// each reader, in memory only. Readers are hashes under a key that expires at midnight (UTC); all data is cleared at that time.
/// </summary>
/// <remarks>
/// Thread-safe. A lookup examines at most <see cref="ReadersPerArticle"/> × <see cref="ArticlesPerReader"/> = 512 reads.
/// </remarks>
public sealed class AlsoRead(WallClock clock)
{
    /// <summary>20,000 readers × about 250 bytes (up to 8 articles × 8 bytes, and tables) = 5 MB.</summary>
    public const int MaxReaders = 20_000;

    /// <summary>2,000 articles × at most 64 readers × 8 bytes = 1 MB.</summary>
    public const int MaxArticles = 2_000;

    public const int ReadersPerArticle = 64;

    public const int ArticlesPerReader = 8;

    /// <summary>Minimum number of shared readers; a result with fewer could reveal what one person reads.</summary>
    public const int MinReaders = 3;

    private readonly Lock _gate = new();
    private readonly LastValues<string, ulong> _readers = new(MaxArticles, ReadersPerArticle);
    private readonly LastValues<ulong, string> _articles = new(MaxReaders, ArticlesPerReader);
    private DateTime _day = clock.Now.UtcDateTime.Date;

    /// <summary>Records readers of an article; only the first <see cref="ReadersPerArticle"/> of them are used.</summary>
    public void AddReads(string articleId, IEnumerable<ulong> readers)
    {
        lock (_gate)
        {
            ClearAtMidnightUnsynchronized();
            foreach (var reader in readers.Take(ReadersPerArticle))
            {
                _readers.Add(articleId, reader);
                _articles.Add(reader, articleId);
            }
        }
    }

    /// <summary>
    /// The other articles read by at least <see cref="MinReaders"/> of its readers, ordered by the number of shared readers, most first.
    /// </summary>
    public IReadOnlyList<string> Of(string articleId)
    {
        lock (_gate)
        {
            ClearAtMidnightUnsynchronized();
            return
            [
                .. _readers.Of(articleId).SelectMany(_articles.Of).Where(other => other != articleId)
                    .CountBy(other => other).Where(read => read.Value >= MinReaders)
                    .OrderByDescending(read => read.Value).ThenBy(read => read.Key, StringComparer.Ordinal).Select(read => read.Key),
            ];
        }
    }

    private void ClearAtMidnightUnsynchronized()
    {
        var today = clock.Now.UtcDateTime.Date;
        if (today == _day) return;
        _day = today;
        _readers.Clear();
        _articles.Clear();
    }
}
