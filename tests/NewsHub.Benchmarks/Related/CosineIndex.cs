namespace NewsHub.Benchmarks.Related;

/// <summary>
/// How the hub found related articles before: the cosine of the words of headline and summary with at least four letters, weighted by ln(1 + articles /
/// articles with the word), among articles that share two words.
/// </summary>
internal sealed class CosineIndex
{
    private const double MinSimilarity = 0.08;

    private readonly LabelledArticle[] _articles;
    private readonly HashSet<string>[] _words;
    private readonly Dictionary<string, List<int>> _byWord = [];
    private readonly double[] _lengths;

    public CosineIndex(IEnumerable<LabelledArticle> articles)
    {
        _articles = [.. articles];
        _words = [.. _articles.Select(article => WordsOf($"{article.Article.Headline} {article.Article.Summary}"))];
        for (var n = 0; n < _words.Length; n++)
            foreach (var word in _words[n])
            {
                if (!_byWord.TryGetValue(word, out var having)) _byWord.Add(word, having = []);
                having.Add(n);
            }
        _lengths = [.. _words.Select(words => Math.Sqrt(words.Sum(SquaredWeight)))];
    }

    public IReadOnlyList<LabelledArticle> Find(int article, int max)
    {
        var shared = new Dictionary<int, (double Product, int Words)>();
        foreach (var word in _words[article])
        {
            if (_byWord[word] is var having && having.Count > Math.Max(5, _articles.Length / 8)) continue;
            foreach (var other in having)
                if (other != article) shared[other] = shared.GetValueOrDefault(other) is var sum ? (sum.Product + SquaredWeight(word), sum.Words + 1) : default;
        }
        return
        [
            .. shared.Where(other => other.Value.Words >= 2 && other.Value.Product >= MinSimilarity * _lengths[other.Key] * _lengths[article])
                .OrderByDescending(other => other.Value.Product / _lengths[other.Key]).ThenByDescending(other => other.Key).Take(max).Select(other => _articles[other.Key]),
        ];
    }

    private double SquaredWeight(string word) => Math.Pow(Math.Log(1 + (double)_articles.Length / _byWord[word].Count), 2);

    private static HashSet<string> WordsOf(string text) =>
        [.. new string([.. text.Select(letter => char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= 4).Take(64)];
}
