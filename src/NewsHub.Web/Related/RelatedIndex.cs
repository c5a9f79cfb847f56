using System.Runtime.InteropServices;
using NewsHub.Wire;

namespace NewsHub.Web.Related;

/// <summary>
/// An inverted index of the newest articles, which finds articles on the same subject by Okapi BM25 (Robertson and Zaragoza, The Probabilistic Relevance
/// Framework, 2009). It follows the articles one by one: an article is added, replaced or removed without a look at the others.
/// </summary>
/// <remarks>
/// Thread-safe. Memory for <see cref="MaxArticles"/>: 20,000 articles × (64 terms × (4 bytes here and 6 bytes in the postings) + about 200 bytes) = 17 MB at
/// most, and about half of that with the usual 30 terms; 60,000 terms × about 45 bytes = 3 MB.
/// </remarks>
internal sealed class RelatedIndex(int capacity = RelatedIndex.MaxArticles)
{
    /// <summary>Maximum number of articles; above it the oldest is left out. A slot has 15 bits.</summary>
    public const int MaxArticles = 20_000;

    /// <summary>A word is ignored as common when more articles contain it than this number and than an eighth of all articles.</summary>
    private const int MaxRareWordArticles = 10;

    /// <summary>Minimum number of shared words between two articles that share no tag.</summary>
    private const int MinSharedWords = 2;

    /// <summary>
    /// Minimum score, as a share of what the article would get itself: two words of headline and summary in common among about fifteen. Below it a list
    /// says nothing rather than noise. The words that only one article has count most in what it would get itself.
    /// </summary>
    private const double MinSimilarity = 0.05;

    /// <summary>How fast repetitions of a term saturate.</summary>
    private const double K1 = 1.2;

    /// <summary>How much a long article is discounted, from 0 to 1.</summary>
    private const double B = 0.75;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly SortedSet<(long At, int Slot)> _oldestFirst = [];
    private readonly List<IndexedArticle> _articles = [];
    private readonly Stack<int> _free = [];
    private readonly Dictionary<uint, Postings> _postings = [];
    private long _totalLength;

    /// <summary>Number of articles in the index.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _slots.Count;
        }
    }

    /// <summary>Adds an article or replaces its earlier version. An article older than all of a full index is left out.</summary>
    /// <param name="at">Its time in lists, in milliseconds since 1970.</param>
    public void Set(WireArticle article, long at)
    {
        var terms = Terms.Of(article);
        lock (_lock)
        {
            RemoveUnsynchronized(article.Id);
            if (_slots.Count == capacity)
            {
                if (at <= _oldestFirst.Min.At) return;
                RemoveUnsynchronized(_articles[_oldestFirst.Min.Slot].Id);
            }
            AddUnsynchronized(article, at, terms);
        }
    }

    /// <summary>Removes an article that is no longer public, if it is in the index.</summary>
    public void Remove(string id)
    {
        lock (_lock) RemoveUnsynchronized(id);
    }

    /// <summary>
    /// The ids of articles that share a tag or two uncommon words with <paramref name="terms"/>, best first, then the latest; one for each headline.
    /// </summary>
    /// <param name="except">The id of the article itself.</param>
    public IReadOnlyList<string> Find(Terms terms, string? except, int max)
    {
        lock (_lock)
        {
            var found = new Dictionary<int, (double Score, int Words, int Tags)>();
            var own = 0.0;
            foreach (var (key, weight) in terms.Keys)
            {
                var articles = _postings.GetValueOrDefault(key);
                var isTag = Terms.IsTag(key);
                if (!isTag && articles.Count > Math.Max(MaxRareWordArticles, _slots.Count / 8)) continue;
                var queried = weight * Rarity(articles.Count);
                own += queried * Saturation(weight, terms.Length);
                foreach (var posting in articles.AsSpan())
                {
                    var slot = Postings.SlotOf(posting);
                    ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(found, slot, out _);
                    sum = (sum.Score + queried * Saturation(Postings.WeightOf(posting), _articles[slot].Length), sum.Words + (isTag ? 0 : 1), sum.Tags + (isTag ? 1 : 0));
                }
            }
            HashSet<int> headlines = [];
            return
            [
                .. found.Where(article => (article.Value.Tags > 0 || article.Value.Words >= MinSharedWords) && article.Value.Score >= MinSimilarity * own)
                    .Select(article => (article.Value.Score, Article: _articles[article.Key])).Where(article => article.Article.Id != except)
                    .OrderByDescending(article => article.Score).ThenByDescending(article => article.Article.At).ThenBy(article => article.Article.Id, StringComparer.Ordinal)
                    .Where(article => headlines.Add(article.Article.Headline)).Take(max).Select(article => article.Article.Id),
            ];
        }
    }

    private double Rarity(int articles) => Math.Log(1 + (_slots.Count - articles + 0.5) / (articles + 0.5));

    private double Saturation(int weight, int length) =>
        weight * (K1 + 1) / (weight + K1 * (1 - B + B * length * _slots.Count / Math.Max(1, _totalLength)));

    private void AddUnsynchronized(WireArticle article, long at, Terms terms)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _articles.Count;
            _articles.Add(default);
        }
        var keys = new uint[terms.Keys.Count];
        var next = 0;
        foreach (var (key, weight) in terms.Keys)
        {
            keys[next++] = key;
            CollectionsMarshal.GetValueRefOrAddDefault(_postings, key, out _).Add(slot, weight);
        }
        var headline = string.GetHashCode(article.Headline, StringComparison.OrdinalIgnoreCase);
        _articles[slot] = new IndexedArticle(article.Id, at, headline, terms.Length, keys);
        _slots.Add(article.Id, slot);
        _oldestFirst.Add((at, slot));
        _totalLength += terms.Length;
    }

    private void RemoveUnsynchronized(string id)
    {
        if (!_slots.Remove(id, out var slot)) return;
        var article = _articles[slot];
        foreach (var key in article.Terms)
        {
            ref var postings = ref CollectionsMarshal.GetValueRefOrNullRef(_postings, key);
            postings.Remove(slot);
            if (postings.Count == 0) _postings.Remove(key);
        }
        _oldestFirst.Remove((article.At, slot));
        _totalLength -= article.Length;
        _articles[slot] = default;
        _free.Push(slot);
    }

    /// <param name="Headline">A hash of the headline.</param>
    /// <param name="Length">The sum of the weights of its terms.</param>
    /// <param name="Terms">The keys of its terms.</param>
    private readonly record struct IndexedArticle(string Id, long At, int Headline, int Length, uint[] Terms);
}
