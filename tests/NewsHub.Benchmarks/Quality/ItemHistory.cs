using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Benchmarks.Quality;

/// <summary>The votes of an item up to the current snapshot, without later data.</summary>
internal sealed class ItemHistory(DateTimeOffset first)
{
    private static readonly HalfLife Mastodon = new(TimeSpan.FromHours(4));
    private static readonly TrendingOptions Options = new();
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Queue<(DateTimeOffset At, double Votes)> _recent = [];
    private readonly Dictionary<RisingVariant, DecayedScore> _rising = RisingVariant.All.ToDictionary(variant => variant, variant => new DecayedScore(variant.HalfLife, null));
    private DecayingCounter _today;
    private DecayingCounter _peak;
    private DateTimeOffset _now;

    /// <summary>The time of the first snapshot with the item.</summary>
    public DateTimeOffset First => first;

    public TimeSpan Age => _now - first;

    public long Total { get; private set; }

    /// <summary>Votes since the previous snapshot.</summary>
    public double Last { get; private set; }

    /// <summary>Mastodon's (observed − expected)² / expected, comparing the last hour with the hour before; the peak value, decayed since.</summary>
    public double Unexpected => _peak.ValueAt(_now, Mastodon);

    /// <summary>The decayed value at the half-life of <c>today</c>.</summary>
    public double Today => _today.ValueAt(_now, RankingFormula.Today.HalfLife);

    /// <summary>The score of a variant of <c>rising</c>; it stays the same while nothing is counted.</summary>
    public double Score(RisingVariant variant) => _rising[variant].Score(Options);

    /// <summary>Lets a new item start with a value.</summary>
    public void Start(RisingVariant variant, double value) => _rising[variant].Start(value, first);

    public void Observe(DateTimeOffset at, long total)
    {
        (Last, Total, _now) = (Math.Max(0, total - Total), total, at);
        if (Last > 0)
            foreach (var score in _rising.Values) score.Add(new ScoreIncrement(Last, Last, Last, 0), at);
        _today = _today.Add(Last, at, RankingFormula.Today.HalfLife);
        _recent.Enqueue((at, Last));
        while (_recent.Peek().At <= at - 2 * Hour) _recent.Dequeue();
        var observed = _recent.Where(votes => votes.At > at - Hour).Sum(votes => votes.Votes);
        var expected = Math.Max(1, _recent.Sum(votes => votes.Votes) - observed);
        var unexpected = observed > expected ? (observed - expected) * (observed - expected) / expected : 0;
        if (unexpected > Unexpected) _peak = new DecayingCounter(unexpected, at);
    }
}
