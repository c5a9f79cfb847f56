using NewsHub.Trending.Ranking;

namespace NewsHub.Trending.Counting;

/// <summary>An article's decayed sums at one half-life, and the score computed from them.</summary>
internal sealed class DecayedScore(HalfLife halfLife, StoredScore? stored)
{
    // Scores without attention were stored by versions that counted every reader equally.
    private DecayingCounter _seen = stored?.Attention?.Seen ?? stored?.Value ?? default;
    private DecayingCounter _counted = stored?.Attention?.Counted ?? stored?.Value ?? default;
    private DecayingCounter _reactions = stored?.Attention?.Reactions ?? default;

    /// <summary>The decayed sum of counted readers, weighted down when a ranking brought them.</summary>
    public DecayingCounter Value { get; private set; } = stored?.Value ?? default;

    public StoredScore ToStored() => new(Value, new Attention(_seen, _counted, _reactions));

    public void Add(ScoreIncrement increment, DateTimeOffset at)
    {
        _seen = _seen.Add(increment.Seen, at, halfLife);
        _counted = _counted.Add(increment.Counted, at, halfLife);
        _reactions = _reactions.Add(increment.Reactions, at, halfLife);
        Value = Value.Add(increment.Weighed, at, halfLife);
    }

    /// <summary>Limits the times of all sums to <paramref name="now"/>. Returns false when none was in the future.</summary>
    public bool ClampTo(DateTimeOffset now)
    {
        if (At <= now) return false;
        (_seen, _counted, _reactions, Value) = (_seen.NotAfter(now), _counted.NotAfter(now), _reactions.NotAfter(now), Value.NotAfter(now));
        return true;
    }

    public double Score(TrendingOptions options) =>
        halfLife.Score(options.ReaderWeight * Value.ValueAt(At, halfLife) + options.ReactionWeight * _reactions.ValueAt(At, halfLife), At);

    public Why Explain(TrendingOptions options, string? dampenedBy, IReadOnlyDictionary<string, long> ignored)
    {
        var (seen, counted) = (_seen.ValueAt(At, halfLife), _counted.ValueAt(At, halfLife));
        return new Why(
            At, halfLife.Length.TotalSeconds, seen, Ratio(counted, seen), dampenedBy, Ratio(Value.ValueAt(At, halfLife), counted),
            _reactions.ValueAt(At, halfLife), options.ReaderWeight, options.ReactionWeight, ignored);
    }

    private DateTimeOffset At => new[] { _seen.At, _counted.At, _reactions.At, Value.At }.Max();

    private static double Ratio(double part, double whole) => whole == 0 ? 1 : part / whole;
}

/// <summary>The amounts that a batch or a reaction adds to a score.</summary>
internal readonly record struct ScoreIncrement(double Seen, double Counted, double Weighed, double Reactions);
