using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>
/// Finds articles that share readers, from today's reads in this process. Keeps the latest readers of each article and the latest articles of
/// each reader, in memory only. Readers are hashes under a key that expires at midnight (UTC); all data is cleared at that time.
/// Only known readers are used, and those of one network (IPv4 /24) or provider (IPv6 /32) count as one, so that one machine cannot make up what others read.
/// </summary>
/// <remarks>
/// Thread-safe. A lookup examines at most <see cref="ReadersPerArticle"/> × <see cref="ArticlesPerReader"/> = 512 reads.
/// </remarks>
public sealed class AlsoRead(WallClock clock)
{
    /// <summary>20,000 readers × about 250 bytes (up to 8 articles × 8 bytes, and tables) = 5 MB.</summary>
    public const int MaxReaders = 20_000;

    /// <summary>2,000 articles × at most 64 readers × 16 bytes = 2 MB.</summary>
    public const int MaxArticles = 2_000;

    public const int ReadersPerArticle = 64;

    public const int ArticlesPerReader = 8;

    /// <summary>Maximum number of an article's readers from one place, so that they do not evict all others.</summary>
    private const int ReadersPerPlace = 8;

    /// <summary>Minimum number of shared readers, each from another place; a result with fewer could reveal what one person reads.</summary>
    public const int MinReaders = 3;

    private readonly Lock _gate = new();
    private readonly LastValues<string, Reader> _readers = new(MaxArticles, ReadersPerArticle);
    private readonly LastValues<ulong, string> _articles = new(MaxReaders, ArticlesPerReader);
    private DateTime _day = clock.Now.UtcDateTime.Date;

    /// <summary>Records readers of an article; only the first <see cref="ReadersPerArticle"/> known ones of them are used.</summary>
    public void AddReads(string articleId, IEnumerable<KeyValuePair<ulong, Origin>> readers)
    {
        lock (_gate)
        {
            ClearAtMidnightUnsynchronized();
            foreach (var (id, origin) in readers.Where(reader => reader.Value.IsKnown).Take(ReadersPerArticle))
            {
                var place = PlaceOf(id, origin);
                if (_readers.Of(articleId).Count(other => other.Place == place) >= ReadersPerPlace) continue;
                _readers.Add(articleId, new Reader(id, place));
                _articles.Add(id, articleId);
            }
        }
    }

    /// <summary>
    /// The other articles read by its readers from at least <see cref="MinReaders"/> places, ordered by the number of places, most first.
    /// </summary>
    public IReadOnlyList<string> Of(string articleId)
    {
        lock (_gate)
        {
            ClearAtMidnightUnsynchronized();
            return
            [
                .. _readers.Of(articleId).SelectMany(reader => _articles.Of(reader.Id), (reader, other) => (reader.Place, Article: other)).Distinct()
                    .Where(read => read.Article != articleId).CountBy(read => read.Article).Where(read => read.Value >= MinReaders)
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

    /// <summary>The provider or the network. A reader of unknown origin has a place of its own, because addresses behind a proxy that is not trusted say nothing.</summary>
    private static ulong PlaceOf(ulong reader, in Origin origin) =>
        origin.Provider != 0 ? (ulong)origin.Provider << 16 : origin.Prefix != 0 ? origin.Prefix : reader;

    private readonly record struct Reader(ulong Id, ulong Place);
}
