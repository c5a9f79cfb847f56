using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NewsHub.Gateway.Deliveries;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Benchmarks;

/// <summary>
/// Measures the CPU time of counting and ranking at one rate of reads for different numbers of articles, and the size of ranking updates.
/// </summary>
internal static class RankingBenchmark
{
    private const int Active = 100;
    private const int Batches = 100_000;
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly Dictionary<string, long> NoReactions = [];

    public static void Run()
    {
        Console.WriteLine();
        Console.WriteLine($"| {Batches:#,0} batches of reads, counted and ranked | CPU seconds | relative to 100 articles |");
        Console.WriteLine("| --- | --- | --- |");
        Rank(100);
        var few = Median(() => Rank(100));
        foreach (var articles in (int[])[100, 100_000])
        {
            var cpu = articles == 100 ? few : Median(() => Rank(articles));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {articles:#,0} articles, {Active} of them read now | {cpu:0.00} | {cpu / few:0.00} |"));
        }

        Console.WriteLine();
        Console.WriteLine("| reads per second | ranking updates | delta bytes | snapshot bytes | delta / snapshot |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var perSecond in (int[])[4, 20, 100, 1_000]) Trace(perSecond);
    }

    private static double Median(Func<double> run) => Enumerable.Range(0, 3).Select(_ => run()).Order().ElementAt(1);

    /// <summary>All articles have reads from six hours before; then a fixed number of them is read, like the front page of a newspaper.</summary>
    private static double Rank(int articles)
    {
        var random = new Random(1);
        var board = new RankingBoard(new RankingKey(RankingFormula.Rising.Name), RankingFormula.Rising);
        var counters = Enumerable.Range(0, articles).Select(n => new Article(n)).ToArray();
        for (var n = 0; n < articles; n++) counters[n].Count((ulong)n, Start.AddHours(-6), board);
        GC.Collect();
        var cpu = Cpu();
        for (var n = 0; n < Batches; n++)
        {
            var article = counters[(long)(Active * Math.Pow(random.NextDouble(), 2)) * articles / Active];
            article.Count((ulong)random.NextInt64(), Start + n * TimeSpan.FromMilliseconds(5), board);
        }
        return (Cpu() - cpu).TotalSeconds;
    }

    /// <summary>Simulates one minute of rising, updated at most four times per second and only when readers would see a difference.</summary>
    private static void Trace(int perSecond)
    {
        var random = new Random(1);
        var board = new RankingBoard(new RankingKey(RankingFormula.Rising.Name), RankingFormula.Rising);
        var articles = Enumerable.Range(0, 300).Select(n => new Article(n)).ToArray();
        for (var n = 0; n < 3_000; n++) Pick(articles, random).Count((ulong)random.NextInt64(), Start.AddMinutes(-30) + n * TimeSpan.FromSeconds(0.6), board);
        var shown = board.Snapshot(1, Start);
        var (updates, deltas, snapshots, due) = (0, 0L, 0L, 0.0);
        for (var at = Start + Tick; at < Start.AddMinutes(1); at += Tick)
        {
            for (due += perSecond * Tick.TotalSeconds; due >= 1; due--) Pick(articles, random).Count((ulong)random.NextInt64(), at, board);
            if (!board.DiffersFrom(shown)) continue;
            var next = board.Snapshot(shown.Version + 1, at);
            var whole = JsonSerializer.SerializeToUtf8Bytes(next, TrendingJson.Default.Ranking).Length;
            updates++;
            snapshots += whole;
            deltas += RankingUpdate.TryDelta(shown, next) is { } delta ? JsonSerializer.SerializeToUtf8Bytes(delta, TrendingJson.Default.RankingDelta).Length : whole;
            shown = next;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {perSecond:#,0} | {updates:#,0} | {deltas / updates:#,0} | {snapshots / updates:#,0} | {100.0 * deltas / snapshots:0.0} % |"));
    }

    private static Article Pick(Article[] articles, Random random) => articles[(int)(articles.Length * Math.Pow(random.NextDouble(), 3))];

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    /// <summary>A counter that reports like its grain: only when the score reaches the threshold of the ranking.</summary>
    private sealed class Article(int number)
    {
        private readonly string _id = $"01JD{number:000000}XYZABCDEFGHJKM";
        private readonly Counter _counter = new(new CounterState());
        private double _threshold = double.NegativeInfinity;
        private long _batches;

        public void Count(ulong reader, DateTimeOffset at, RankingBoard board)
        {
            _counter.Count(new ReadBatch("gateway", 1, ++_batches, 1, [reader]), at);
            var score = _counter.Score(RankingFormula.Rising);
            if (score < _threshold) return;
            board.Put(new Standing(
                $"A headline of the usual length for story {number}", $"/articles/{_id}/a-headline-of-the-usual-length", score,
                _counter.ToCounts(_id, NoReactions), _counter.Explain(RankingFormula.Rising)));
            _threshold = board.Threshold;
        }
    }
}
