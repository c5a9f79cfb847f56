namespace NewsHub.Trending.Counting;

/// <summary>An article's counter as it is stored.</summary>
[GenerateSerializer, Alias("trending.counter-state")]
public sealed record CounterState
{
    [Id(0)] public long Version { get; set; }
    [Id(1)] public long Reads { get; set; }

    /// <summary>The distinct readers, as <see cref="HyperLogLog.ToBytes"/> writes them.</summary>
    [Id(2)] public byte[] Readers { get; set; } = [];

    /// <summary>The readers that count, less where rankings brought them.</summary>
    [Id(3)] public DecayingCounter Rising { get; set; }

    /// <inheritdoc cref="Rising"/>
    [Id(4)] public DecayingCounter Today { get; set; }
    [Id(5)] public IReadOnlyList<LastBatch> Batches { get; set; } = [];

    /// <summary>The rankings that were told of the article, by their keys.</summary>
    [Id(6)] public IReadOnlyList<string> Rankings { get; set; } = [];

    /// <summary>What explains the scores. Null: stored by a hub that counted every reader of a batch.</summary>
    [Id(7)] public Evidence? Evidence { get; set; }

    /// <summary>
    /// The scores by the names of their formulas. Null: stored by a hub that had only <c>rising</c> and <c>today</c>, whose fields are still
    /// written, so that such a hub can take over.
    /// </summary>
    [Id(8)] public IReadOnlyDictionary<string, StoredScore>? Scores { get; set; }

    /// <summary>Returns a formula's stored score; null if there is none yet.</summary>
    internal StoredScore? ScoreOf(string formula) => Scores?.GetValueOrDefault(formula) ?? (Scores, formula) switch
    {
        (null, "rising") => new StoredScore(Rising, Evidence?.Rising),
        (null, "today") => new StoredScore(Today, Evidence?.Today),
        _ => null,
    };
}

/// <summary>A score as it is stored.</summary>
/// <param name="Value">The readers that count, less where rankings brought them.</param>
/// <param name="Attention">What explains it; null: every reader counted.</param>
[GenerateSerializer, Immutable, Alias("trending.stored-score")]
public sealed record StoredScore([property: Id(0)] DecayingCounter Value, [property: Id(1)] Attention? Attention);

/// <summary>Beside what counts, what was seen, and why the rest does not count.</summary>
[GenerateSerializer, Alias("trending.evidence")]
public sealed record Evidence
{
    [Id(0)] public Attention Rising { get; set; }
    [Id(1)] public Attention Today { get; set; }

    /// <summary>By rule, how much was left out so far.</summary>
    [Id(2)] public IReadOnlyDictionary<string, long> Ignored { get; set; } = new Dictionary<string, long>();

    /// <summary>The rule that left readers out most recently.</summary>
    [Id(3)] public string? DampenedBy { get; set; }
}

/// <summary>Decayed sums at one half-life.</summary>
/// <param name="Seen">Distinct readers.</param>
/// <param name="Counted">What the rules left of them.</param>
/// <param name="Reactions">Reactions that count.</param>
[GenerateSerializer, Immutable, Alias("trending.attention")]
public readonly record struct Attention(
    [property: Id(0)] DecayingCounter Seen, [property: Id(1)] DecayingCounter Counted, [property: Id(2)] DecayingCounter Reactions);
