using System.Runtime.InteropServices;
using NewsHub.Wire;

namespace NewsHub.Web.Related;

/// <summary>An inverted index from terms to articles, which finds articles on the same subject.</summary>
/// <remarks>Memory: 1,000 articles × at most 64 terms × about 8 bytes = 0.5 MB, plus the terms.</remarks>
internal sealed class RelatedIndex
{
    /// <summary>A word is ignored as common when more articles contain it than this number and than an eighth of all articles.</summary>
    private const int MaxRareWordArticles = 5;

    /// <summary>Minimum number of shared words between two articles that share no tag.</summary>
    private const int MinSharedWords = 2;

    /// <summary>Weight of a tag relative to a word: tags are chosen by the newsroom.</summary>
    private const double TagWeight = 2;

    /// <summary>
    /// Minimum similarity, from 0 to 1: two words of headline and summary in common among about fifteen. Below it a list says nothing rather than noise.
    /// </summary>
    private const double MinSimilarity = 0.08;

    private readonly WireArticle[] _articles;
    private readonly double[] _lengths;
    private readonly Dictionary<string, List<int>> _articlesByTerm = [];

    private RelatedIndex(IEnumerable<WireArticle> articles)
    {
        _articles = [.. articles];
        for (var i = 0; i < _articles.Length; i++)
            foreach (var term in Terms.Of(_articles[i]).Values)
                (CollectionsMarshal.GetValueRefOrAddDefault(_articlesByTerm, term, out _) ??= []).Add(i);
        _lengths = [.. _articles.Select(article => Math.Sqrt(Terms.Of(article).Values.Sum(SquaredWeight)))];
    }

    /// <param name="articles">The articles to index, latest first.</param>
    public static RelatedIndex Of(IEnumerable<WireArticle> articles) => new(articles);

    /// <summary>
    /// The articles that share a tag or two uncommon words with <paramref name="terms"/>, most similar first, then the latest. Similarity is the
    /// cosine of the term vectors, with weight ln(1 + articles / articles containing the term) per term, doubled for tags.
    /// </summary>
    public IEnumerable<WireArticle> Find(Terms terms)
    {
        var shared = new Dictionary<int, (double Product, int Words, int Tags)>();
        foreach (var term in terms.Values)
        {
            if (!_articlesByTerm.TryGetValue(term, out var articles) || IsCommon(term, articles.Count)) continue;
            var (square, isTag) = (SquaredWeight(term), Terms.IsTag(term));
            foreach (var article in articles)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(shared, article, out _);
                sum = (sum.Product + square, sum.Words + (isTag ? 0 : 1), sum.Tags + (isTag ? 1 : 0));
            }
        }
        var length = Math.Sqrt(terms.Values.Sum(SquaredWeight));
        return shared.Where(sum => sum.Value.Tags > 0 || sum.Value.Words >= MinSharedWords)
            .Where(sum => sum.Value.Product >= MinSimilarity * _lengths[sum.Key] * length)
            .OrderByDescending(sum => sum.Value.Product / _lengths[sum.Key]).ThenBy(sum => sum.Key)
            .Select(sum => _articles[sum.Key]);
    }

    private bool IsCommon(string term, int articles) => !Terms.IsTag(term) && articles > Math.Max(MaxRareWordArticles, _articles.Length / 8);

    private double SquaredWeight(string term)
    {
        var weight = Math.Log(1 + (double)_articles.Length / Math.Max(1, _articlesByTerm.GetValueOrDefault(term)?.Count ?? 0)) * (Terms.IsTag(term) ? TagWeight : 1);
        return weight * weight;
    }
}
