namespace NewsHub.Benchmarks.Quality;

/// <summary>How well an order of items agrees with what they turned out to be worth.</summary>
internal static class Agreement
{
    /// <summary>Normalised discounted cumulative gain of the first <paramref name="places"/>: 1 is the best order there is.</summary>
    /// <param name="worth">In the order that is judged.</param>
    public static double Ndcg(IReadOnlyList<double> worth, int places)
    {
        var ideal = Dcg(worth.OrderDescending().Take(places));
        return ideal == 0 ? 1 : Dcg(worth.Take(places)) / ideal;
    }

    /// <summary>Kendall's τ-b: pairs in the right order less those in the wrong one; ties, which say nothing, are taken into account.</summary>
    public static double Tau(IReadOnlyList<(double Score, double Worth)> items)
    {
        var (balance, byScore, byWorth) = (0L, 0L, 0L);
        for (var i = 0; i < items.Count; i++)
        {
            for (var j = i + 1; j < items.Count; j++)
            {
                var (score, worth) = (items[i].Score.CompareTo(items[j].Score), items[i].Worth.CompareTo(items[j].Worth));
                balance += Math.Sign(score) * Math.Sign(worth);
                if (score != 0) byScore++;
                if (worth != 0) byWorth++;
            }
        }
        return byScore == 0 || byWorth == 0 ? 0 : balance / (Math.Sqrt(byScore) * Math.Sqrt(byWorth));
    }

    private static double Dcg(IEnumerable<double> worth) => worth.Select((gain, index) => gain / Math.Log2(index + 2)).Sum();
}
