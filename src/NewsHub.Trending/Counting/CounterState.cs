namespace NewsHub.Trending.Counting;

/// <summary>The stored form of an article's counter.</summary>
[GenerateSerializer, Alias("trending.counter-state")]
public sealed record CounterState
{
    [Id(0)] public long Version { get; set; }
    [Id(1)] public long Reads { get; set; }

    /// <summary>The distinct readers, as written by <see cref="HyperLogLog.ToBytes"/>.</summary>
    [Id(2)] public byte[] Readers { get; set; } = [];

    /// <summary>The decayed sum of counted readers, weighted down when a ranking brought them.</summary>
    [Id(3)] public DecayingCounter Rising { get; set; }

    /// <inheritdoc cref="Rising"/>
    [Id(4)] public DecayingCounter Today { get; set; }
    [Id(5)] public IReadOnlyList<LastBatch> Batches { get; set; } = [];

    /// <summary>Keys of the rankings to which the article was reported.</summary>
    [Id(6)] public IReadOnlyList<string> Rankings { get; set; } = [];

    /// <summary>The inputs of the scores. Null in states stored by versions that counted every reader of a batch.</summary>
    [Id(7)] public Evidence? Evidence { get; set; }

    /// <summary>
    /// The scores by the names of their formulas. Null in states stored by versions that had only <c>rising</c> and <c>today</c>; their fields
    /// are still written, so that such a version can read the state during a rolling upgrade.
    /// </summary>
    [Id(8)] public IReadOnlyDictionary<string, StoredScore>? Scores { get; set; }

    /// <summary>The stored score of a formula; null when there is none yet.</summary>
    internal StoredScore? ScoreOf(string formula) => Scores?.GetValueOrDefault(formula) ?? (Scores, formula) switch
    {
        (null, "rising") => new StoredScore(Rising, Evidence?.Rising),
        (null, "today") => new StoredScore(Today, Evidence?.Today),
        _ => null,
    };
}

/// <summary>The stored form of a score.</summary>
/// <param name="Value">The decayed sum of counted readers, weighted down when a ranking brought them.</param>
/// <param name="Attention">The inputs of the score. Null in states stored by versions that counted every reader equally.</param>
/// <param name="Prior">The value with which the article started, decaying since its publication; null when its formula or the version that stored it had none.</param>
/// <param name="Readers">Total number of counted readers, without decay; null without a prior.</param>
[GenerateSerializer, Immutable, Alias("trending.stored-score")]
public sealed record StoredScore(
    [property: Id(0)] DecayingCounter Value, [property: Id(1)] Attention? Attention, [property: Id(2)] DecayingCounter? Prior = null, [property: Id(3)] double? Readers = null);

/// <summary>The readers seen and counted, and why the rest did not count.</summary>
[GenerateSerializer, Alias("trending.evidence")]
public sealed record Evidence
{
    [Id(0)] public Attention Rising { get; set; }
    [Id(1)] public Attention Today { get; set; }

    /// <summary>Total number of excluded reads and reactions, by exclusion reason.</summary>
    [Id(2)] public IReadOnlyDictionary<string, long> Ignored { get; set; } = new Dictionary<string, long>();

    /// <summary>The rule that most recently excluded readers.</summary>
    [Id(3)] public string? DampenedBy { get; set; }
}

/// <summary>Decayed sums at one half-life.</summary>
/// <param name="Seen">Distinct readers.</param>
/// <param name="Counted">Readers left after the fairness rules.</param>
/// <param name="Reactions">Counted reactions.</param>
[GenerateSerializer, Immutable, Alias("trending.attention")]
public readonly record struct Attention(
    [property: Id(0)] DecayingCounter Seen, [property: Id(1)] DecayingCounter Counted, [property: Id(2)] DecayingCounter Reactions);
