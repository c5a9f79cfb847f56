using System.Runtime.InteropServices;
using NewsHub.Wire;

namespace NewsHub.Web.Front;

/// <summary>What the articles of a front page are about, and which are about the same.</summary>
/// <remarks>1,000 articles × at most 64 terms × about 8 bytes = 0.5 MB, and the terms themselves.</remarks>
public sealed class RelatedIndex
{
    /// <summary>A word that more articles hold than this, or than an eighth of them, tells nothing.</summary>
    private const int CommonFrom = 5;

    /// <summary>Two articles that share no tag share at least so many words.</summary>
    private const int LeastWords = 2;

    /// <summary>A newsroom chose its tags; words only happen to be there.</summary>
    private const double TagWeight = 2;

    private readonly WireArticle[] _articles;
    private readonly double[] _lengths;
    private readonly Dictionary<string, List<int>> _holders = [];

    private RelatedIndex(IEnumerable<WireArticle> articles)
    {
        _articles = [.. articles];
        for (var i = 0; i < _articles.Length; i++)
            foreach (var term in Terms.Of(_articles[i]).Values)
                (CollectionsMarshal.GetValueRefOrAddDefault(_holders, term, out _) ??= []).Add(i);
        _lengths = [.. _articles.Select(article => Math.Sqrt(Terms.Of(article).Values.Sum(Square)))];
    }

    /// <param name="articles">The latest first.</param>
    public static RelatedIndex Of(IEnumerable<WireArticle> articles) => new(articles);

    /// <summary>
    /// The articles that share a tag or two telling words with a subject, the nearest first, then the latest. Near is the cosine of their
    /// terms, each weighing ln(1 + articles / holders); a subject's own length is the same for all and left out.
    /// </summary>
    public IEnumerable<WireArticle> Near(Terms terms)
    {
        var shared = new Dictionary<int, (double Product, int Words, int Tags)>();
        foreach (var term in terms.Values)
        {
            if (!_holders.TryGetValue(term, out var holders) || IsCommon(term, holders.Count)) continue;
            var (square, isTag) = (Square(term), Terms.IsTag(term));
            foreach (var holder in holders)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(shared, holder, out _);
                sum = (sum.Product + square, sum.Words + (isTag ? 0 : 1), sum.Tags + (isTag ? 1 : 0));
            }
        }
        return shared.Where(sum => sum.Value.Tags > 0 || sum.Value.Words >= LeastWords)
            .OrderByDescending(sum => sum.Value.Product / _lengths[sum.Key]).ThenBy(sum => sum.Key)
            .Select(sum => _articles[sum.Key]);
    }

    private bool IsCommon(string term, int holders) => !Terms.IsTag(term) && holders > Math.Max(CommonFrom, _articles.Length / 8);

    private double Square(string term)
    {
        var weight = Math.Log(1 + (double)_articles.Length / _holders[term].Count) * (Terms.IsTag(term) ? TagWeight : 1);
        return weight * weight;
    }
}
