using System.Globalization;
using NewsHub.Benchmarks.Quality;
using NewsHub.Web.Related;

namespace NewsHub.Benchmarks.Related;

/// <summary>
/// Evaluates related articles on a file of labelled ones: of the five that are offered beside each article, how many share a label with it (P@5; missing
/// ones count as wrong), and nDCG@5.
/// </summary>
internal static class RelatedEvaluation
{
    private const int Places = 5;

    /// <summary><c>related FILE.tsv</c>: labels, headline and summary of an article in each line.</summary>
    public static void Run(string file)
    {
        using var lines = new StreamReader(file);
        var articles = LabelledArticle.Read(lines);
        var byId = articles.ToDictionary(article => article.Article.Id);
        var index = new RelatedIndex();
        for (var n = 0; n < articles.Count; n++) index.Set(articles[n].Article, n);
        var (cosine, random) = (new CosineIndex(articles), new Random(1));

        Console.WriteLine($"{Environment.NewLine}{Path.GetFileName(file)}: {articles.Count} articles{Environment.NewLine}");
        Console.WriteLine($"| related by | P@{Places} | nDCG@{Places} | fewer than {Places} |");
        Console.WriteLine("| --- | --- | --- | --- |");
        Print("BM25 (the hub)", n => index.Find(Terms.Of(articles[n].Article), articles[n].Article.Id, Places).Select(id => byId[id]));
        Print("cosine (before)", n => cosine.Find(n, Places));
        Print("random", n => Enumerable.Range(0, int.MaxValue).Select(_ => random.Next(articles.Count)).Where(other => other != n).Take(Math.Min(Places, articles.Count - 1)).Select(other => articles[other]));

        void Print(string name, Func<int, IEnumerable<LabelledArticle>> find)
        {
            var (precision, ndcg, few) = (0.0, 0.0, 0);
            for (var n = 0; n < articles.Count; n++)
            {
                double[] found = [.. find(n).Select(other => other.IsAbout(articles[n]) ? 1.0 : 0)];
                var relevant = articles.Count(other => other.IsAbout(articles[n])) - 1;
                precision += found.Sum() / Places;
                // What the list does not have is as far down as it can be.
                ndcg += RankMetrics.Ndcg([.. found, .. Enumerable.Repeat(0.0, Places - found.Length), .. Enumerable.Repeat(1.0, Math.Max(0, relevant - (int)found.Sum()))], Places);
                if (found.Length < Places) few++;
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {precision / articles.Count:0.000} | {ndcg / articles.Count:0.000} | {(double)few / articles.Count:P0} |"));
        }
    }
}
