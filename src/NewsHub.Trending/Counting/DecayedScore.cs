using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Trending.Counting;

/// <summary>An article's decayed sums at one half-life, and the score computed from them.</summary>
internal sealed class DecayedScore(HalfLife halfLife, StoredScore? stored)
{
    private HalfLife _halfLife = halfLife;

    // Scores without attention were stored by versions that counted every reader equally.
    private DecayingCounter _seen = stored?.Attention?.Seen ?? stored?.Value ?? default;
    private DecayingCounter _counted = stored?.Attention?.Counted ?? stored?.Value ?? default;
    private DecayingCounter _reactions = stored?.Attention?.Reactions ?? default;
    private DecayingCounter? _prior = stored?.Prior;
    private double _readers = stored?.Readers ?? 0;

    /// <summary>The decayed sum of counted readers, weighted down when a ranking brought them.</summary>
    public DecayingCounter Value { get; private set; } = stored?.Value ?? default;

    public StoredScore ToStored() => new(Value, new Attention(_seen, _counted, _reactions), _prior, _prior is null ? null : _readers);

    public void Add(ScoreIncrement increment, DateTimeOffset at)
    {
        _seen = _seen.Add(increment.Seen, at, _halfLife);
        _counted = _counted.Add(increment.Counted, at, _halfLife);
        _reactions = _reactions.Add(increment.Reactions, at, _halfLife);
        Value = Value.Add(increment.Weighed, at, _halfLife);
        _readers += increment.Counted;
    }

    /// <summary>Sets the value with which the article starts, in units of the score, decaying from <paramref name="at"/>.</summary>
    public void Start(double prior, DateTimeOffset at) => _prior = new DecayingCounter(prior, at);

    /// <summary>Keeps all values as they are at <paramref name="now"/>, and lets them decay with another half-life from then on. Returns false when it is the same.</summary>
    public bool Use(HalfLife halfLife, DateTimeOffset now)
    {
        if (halfLife == _halfLife) return false;
        var old = _halfLife;
        (_seen, _counted, _reactions, Value, _prior) = (At(_seen), At(_counted), At(_reactions), At(Value), _prior is { } prior ? At(prior) : null);
        _halfLife = halfLife;
        return true;

        DecayingCounter At(DecayingCounter counter) => counter.At >= now ? counter : new DecayingCounter(counter.ValueAt(now, old), now);
    }

    /// <summary>Limits the times of all sums to <paramref name="now"/>. Returns false when none was in the future.</summary>
    public bool ClampTo(DateTimeOffset now)
    {
        if (At <= now) return false;
        (_seen, _counted, _reactions, Value, _prior) = (_seen.NotAfter(now), _counted.NotAfter(now), _reactions.NotAfter(now), Value.NotAfter(now), _prior?.NotAfter(now));
        return true;
    }

    /// <summary>The score by which articles are ordered; negative infinity when no reader and no reaction counts.</summary>
    public double Score(TrendingOptions options)
    {
        var value = options.ReaderWeight * Value.ValueAt(At, _halfLife) + options.ReactionWeight * _reactions.ValueAt(At, _halfLife);
        return _halfLife.Score(value > 0 ? value + Prior : value, At);
    }

    public Why Explain(TrendingOptions options, string? dampenedBy, IReadOnlyDictionary<string, long> ignored)
    {
        var (seen, counted) = (_seen.ValueAt(At, _halfLife), _counted.ValueAt(At, _halfLife));
        return new Why(
            At, _halfLife.Length.TotalSeconds, seen, Ratio(counted, seen), dampenedBy, Ratio(Value.ValueAt(At, _halfLife), counted),
            _reactions.ValueAt(At, _halfLife), options.ReaderWeight, options.ReactionWeight, ignored, Prior > 0 ? Prior : null);
    }

    /// <summary>The prior at <see cref="At"/>; 0 while too few readers have counted.</summary>
    private double Prior => _readers >= RankingFormula.ReadersForPrior && _prior is { } prior ? prior.ValueAt(At, _halfLife) : 0;

    private DateTimeOffset At => new[] { _seen.At, _counted.At, _reactions.At, Value.At, _prior?.At ?? default }.Max();

    private static double Ratio(double part, double whole) => whole == 0 ? 1 : part / whole;
}

/// <summary>The amounts that a batch or a reaction adds to a score.</summary>
internal readonly record struct ScoreIncrement(double Seen, double Counted, double Weighed, double Reactions);
