using System.Globalization;
using NewsHub.Trending.Ranking;

namespace NewsHub.Benchmarks.Quality;

/// <summary>
/// Evaluates how well formulas predict which items get votes until the next snapshot: nDCG@10 of their order, and Kendall's τ over all items
/// with more than 0.05 votes.
/// </summary>
internal static class Evaluation
{
    private const int Places = 10;

    /// <summary>Number of initial snapshots that are observed but not evaluated.</summary>
    private const int WarmUp = 24;

    /// <summary><c>quality [FILE.csv]</c>: evaluates a file or a synthetic site; <c>generate [SEED]</c> prints such a site as CSV.</summary>
    public static void Run(string? file)
    {
        if (file is not null)
        {
            using var lines = new StreamReader(file);
            Print(Path.GetFileName(file), VoteLog.Read(lines));
            return;
        }
        foreach (var minutes in (int[])[5, 30])
            Print($"synthetic cascades, 7 days, every {minutes} minutes, seed 1", Cascades.Generate(1, TimeSpan.FromDays(7), TimeSpan.FromMinutes(minutes)));
    }

    public static void Generate(string? seed) => Cascades
        .Generate(seed is null ? 1 : int.Parse(seed, CultureInfo.InvariantCulture), TimeSpan.FromDays(7), TimeSpan.FromMinutes(5)).Write(Console.Out);

    private static void Print(string name, VoteLog log)
    {
        var results = Evaluate(log);
        Console.WriteLine($"{Environment.NewLine}{name}: {log.Snapshots.Count} snapshots{Environment.NewLine}");
        Console.WriteLine($"| formula | nDCG@{Places} | Kendall τ |");
        Console.WriteLine("| --- | --- | --- |");
        foreach (var (formula, ndcg, tau) in results.OrderByDescending(result => result.Ndcg))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {formula} | {ndcg:0.000} | {tau:0.000} |"));
    }

    private static List<(string Name, double Ndcg, double Tau)> Evaluate(VoteLog log)
    {
        var histories = new Dictionary<string, ItemHistory>();
        var sums = Formula.All.ToDictionary(formula => formula.Name, _ => (Ndcg: 0.0, Tau: 0.0));
        var snapshots = log.Snapshots.ToList();
        for (var n = 0; n + 1 < snapshots.Count; n++)
        {
            var (at, votes) = snapshots[n];
            AddNew(histories, snapshots[Math.Max(0, n - 1)], votes, at);
            foreach (var vote in votes) histories[vote.Item].Observe(at, vote.Total);
            if (n < WarmUp) continue;
            var relevance = Relevance(votes, snapshots[n + 1].Value);
            foreach (var formula in Formula.All)
            {
                var items = votes.Select(vote => (Score: formula.Score(histories[vote.Item]), Relevance: relevance[vote.Item])).OrderByDescending(item => item.Score).ToList();
                var alive = items.Where(item => item.Relevance > 0.05).ToList();
                var sum = sums[formula.Name];
                sums[formula.Name] = (sum.Ndcg + RankMetrics.Ndcg([.. items.Select(item => item.Relevance)], Places), sum.Tau + RankMetrics.Tau(alive));
            }
        }
        var evaluated = snapshots.Count - 1 - WarmUp;
        return [.. sums.Select(sum => (sum.Key, sum.Value.Ndcg / evaluated, sum.Value.Tau / evaluated))];
    }

    // New items start with a value that the others had in the snapshot before.
    private static void AddNew(Dictionary<string, ItemHistory> histories, KeyValuePair<DateTimeOffset, List<Vote>> before, List<Vote> votes, DateTimeOffset at)
    {
        var added = votes.Where(vote => !histories.ContainsKey(vote.Item)).ToList();
        if (added.Count == 0) return;
        var shown = before.Value.Select(vote => histories.GetValueOrDefault(vote.Item)).OfType<ItemHistory>().ToList();
        var priors = RisingVariant.All.Where(variant => variant.HasPrior).ToDictionary(variant => variant, variant => variant.MeanValue(shown, RankingBoard.Shown, before.Key));
        foreach (var vote in added)
        {
            var history = histories[vote.Item] = new ItemHistory(at);
            foreach (var (variant, prior) in priors) history.Start(variant, prior);
        }
    }

    // The expected votes if known, otherwise the actual ones; an item missing from the next snapshot counts as 0.
    private static Dictionary<string, double> Relevance(IReadOnlyList<Vote> now, IReadOnlyList<Vote> next)
    {
        var after = next.ToDictionary(vote => vote.Item, vote => vote.Total);
        return now.ToDictionary(
            vote => vote.Item, vote => !double.IsNaN(vote.Expected) ? vote.Expected : Math.Max(0, after.GetValueOrDefault(vote.Item, vote.Total) - vote.Total));
    }
}
