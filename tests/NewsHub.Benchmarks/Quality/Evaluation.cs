using System.Globalization;

namespace NewsHub.Benchmarks.Quality;

/// <summary>
/// How well formulas predict which items will draw votes until the next snapshot: nDCG@10 of the order that they give, and Kendall's τ over
/// all items that are not dead.
/// </summary>
internal static class Evaluation
{
    private const int Places = 10;

    /// <summary>Snapshots at the beginning that are only learnt from.</summary>
    private const int WarmUp = 24;

    /// <summary><c>quality [FILE.csv]</c>: evaluates a file, or a synthetic site; <c>generate [SEED]</c> prints such a site as CSV.</summary>
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

    private static void Print(string what, VoteLog log)
    {
        var judged = Judge(log);
        Console.WriteLine($"{Environment.NewLine}{what}: {log.Snapshots.Count} snapshots{Environment.NewLine}");
        Console.WriteLine($"| formula | nDCG@{Places} | Kendall τ |");
        Console.WriteLine("| --- | --- | --- |");
        foreach (var (name, ndcg, tau) in judged.OrderByDescending(formula => formula.Ndcg))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {ndcg:0.000} | {tau:0.000} |"));
    }

    private static List<(string Name, double Ndcg, double Tau)> Judge(VoteLog log)
    {
        var sightings = new Dictionary<string, Sighting>();
        var sums = Formula.All.ToDictionary(formula => formula.Name, _ => (Ndcg: 0.0, Tau: 0.0));
        var snapshots = log.Snapshots.ToList();
        for (var n = 0; n + 1 < snapshots.Count; n++)
        {
            var (at, votes) = snapshots[n];
            foreach (var vote in votes) See(sightings, at, vote);
            if (n < WarmUp) continue;
            var worth = Worth(votes, snapshots[n + 1].Value);
            foreach (var formula in Formula.All)
            {
                var items = votes.Select(vote => (Score: formula.Score(sightings[vote.Item]), Worth: worth[vote.Item])).OrderByDescending(item => item.Score).ToList();
                var alive = items.Where(item => item.Worth > 0.05).ToList();
                var sum = sums[formula.Name];
                sums[formula.Name] = (sum.Ndcg + Agreement.Ndcg([.. items.Select(item => item.Worth)], Places), sum.Tau + Agreement.Tau(alive));
            }
        }
        var judged = snapshots.Count - 1 - WarmUp;
        return [.. sums.Select(sum => (sum.Key, sum.Value.Ndcg / judged, sum.Value.Tau / judged))];
    }

    private static void See(Dictionary<string, Sighting> sightings, DateTimeOffset at, Vote vote)
    {
        if (!sightings.TryGetValue(vote.Item, out var sighting)) sightings.Add(vote.Item, sighting = new Sighting(at));
        sighting.See(at, vote.Total);
    }

    // The truth where it is known, else what came; an item that is not seen again has drawn nothing that anybody knows of.
    private static Dictionary<string, double> Worth(IReadOnlyList<Vote> now, IReadOnlyList<Vote> next)
    {
        var after = next.ToDictionary(vote => vote.Item, vote => vote.Total);
        return now.ToDictionary(
            vote => vote.Item, vote => !double.IsNaN(vote.Expected) ? vote.Expected : Math.Max(0, after.GetValueOrDefault(vote.Item, vote.Total) - vote.Total));
    }
}
