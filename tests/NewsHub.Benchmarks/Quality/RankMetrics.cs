namespace NewsHub.Benchmarks.Quality;

/// <summary>Measures how well an order of items matches their actual relevance.</summary>
internal static class RankMetrics
{
    /// <summary>Normalized discounted cumulative gain of the first <paramref name="places"/>: 1 for the ideal order.</summary>
    /// <param name="relevance">The relevance of each item, in the evaluated order.</param>
    public static double Ndcg(IReadOnlyList<double> relevance, int places)
    {
        var ideal = Dcg(relevance.OrderDescending().Take(places));
        return ideal == 0 ? 1 : Dcg(relevance.Take(places)) / ideal;
    }

    /// <summary>Kendall's τ-b: concordant minus discordant pairs, normalized for ties.</summary>
    public static double Tau(IReadOnlyList<(double Score, double Relevance)> items)
    {
        var (balance, byScore, byRelevance) = (0L, 0L, 0L);
        for (var i = 0; i < items.Count; i++)
        {
            for (var j = i + 1; j < items.Count; j++)
            {
                var (score, relevance) = (items[i].Score.CompareTo(items[j].Score), items[i].Relevance.CompareTo(items[j].Relevance));
                balance += Math.Sign(score) * Math.Sign(relevance);
                if (score != 0) byScore++;
                if (relevance != 0) byRelevance++;
            }
        }
        return byScore == 0 || byRelevance == 0 ? 0 : balance / (Math.Sqrt(byScore) * Math.Sqrt(byRelevance));
    }

    private static double Dcg(IEnumerable<double> relevance) => relevance.Select((gain, index) => gain / Math.Log2(index + 2)).Sum();
}
