using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>
/// What the readers of an article also read today, as far as this process saw it: of each article the last readers, of each reader the last
/// articles. It is in memory only; readers are hashes under a key that is forgotten at midnight (UTC), and are forgotten here with it.
/// </summary>
/// <remarks>
/// Safe for any number of callers. An answer looks at no more than <see cref="ReadersPerArticle"/> × <see cref="ArticlesPerReader"/> = 512 reads.
/// </remarks>
public sealed class AlsoRead(WallClock clock)
{
    /// <summary>20,000 × at most 8 articles × 8 bytes, with tables about 250 bytes each = 5 MB.</summary>
    public const int MaxReaders = 20_000;

    /// <summary>2,000 × at most 64 readers × 8 bytes = 1 MB.</summary>
    public const int MaxArticles = 2_000;

    public const int ReadersPerArticle = 64;

    public const int ArticlesPerReader = 8;

    /// <summary>What fewer have read is not told: it would speak of one person.</summary>
    public const int LeastReaders = 3;

    private readonly Lock _gate = new();
    private readonly LastValues<string, ulong> _readers = new(MaxArticles, ReadersPerArticle);
    private readonly LastValues<ulong, string> _articles = new(MaxReaders, ArticlesPerReader);
    private DateTime _day = clock.Now.UtcDateTime.Date;

    /// <summary>Notes who has read an article; of many the first <see cref="ReadersPerArticle"/>.</summary>
    public void Note(string articleId, IEnumerable<ulong> readers)
    {
        lock (_gate)
        {
            ForgetYesterdayUnsynchronized();
            foreach (var reader in readers.Take(ReadersPerArticle))
            {
                _readers.Add(articleId, reader);
                _articles.Add(reader, articleId);
            }
        }
    }

    /// <summary>The other articles that at least <see cref="LeastReaders"/> of its readers read, what most of them read first.</summary>
    public IReadOnlyList<string> Of(string articleId)
    {
        lock (_gate)
        {
            ForgetYesterdayUnsynchronized();
            return
            [
                .. _readers.Of(articleId).SelectMany(_articles.Of).Where(other => other != articleId)
                    .CountBy(other => other).Where(read => read.Value >= LeastReaders)
                    .OrderByDescending(read => read.Value).ThenBy(read => read.Key, StringComparer.Ordinal).Select(read => read.Key),
            ];
        }
    }

    private void ForgetYesterdayUnsynchronized()
    {
        var today = clock.Now.UtcDateTime.Date;
        if (today == _day) return;
        _day = today;
        _readers.Clear();
        _articles.Clear();
    }
}
