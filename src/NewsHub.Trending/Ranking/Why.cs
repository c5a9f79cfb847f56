using NewsHub.Trending.Counting;

namespace NewsHub.Trending.Ranking;

/// <summary>
/// The inputs of a place's score. The score is
/// <c>(readers × dampening × positionCorrection × readerWeight + reactions × reactionWeight + prior) × 2^(−(ranking.at − at) / halfLife)</c>.
/// </summary>
/// <param name="At">When these sums were last updated; they have decayed since.</param>
/// <param name="HalfLifeSeconds">Time in seconds after which a reader has lost half its weight.</param>
/// <param name="Readers">Decayed number of distinct readers.</param>
/// <param name="Dampening">Share of the readers left by the fairness rules, from 0 to 1.</param>
/// <param name="DampenedBy">The rule that most recently excluded readers, as named in <paramref name="Ignored"/>; null when none did.</param>
/// <param name="PositionCorrection">
/// Share of the counted readers left after weighting down readers brought by rankings; 1 when there were none.
/// </param>
/// <param name="Reactions">Decayed number of counted reactions.</param>
/// <param name="Prior">
/// What is left of the value with which the article started, the mean of the shown places at its publication; null when it has none or fewer than three
/// readers have counted.
/// </param>
/// <param name="Ignored">
/// Number of reads and reactions that did not count for rank since the article's first read: repeated reads of a reader (<c>repeat</c>);
/// readers above the limits for <c>prefixes</c>, <c>agents</c> and <c>newcomers</c>; reactions of readers who have not read the article
/// (<c>unread</c>); requests of self-declared bots (<c>bot</c>), which are not reads; reads with a time in the future (<c>future</c>), for
/// which the hub's time is used.
/// </param>
[GenerateSerializer, Immutable, Alias("trending.why")]
public sealed record Why(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] double HalfLifeSeconds,
    [property: Id(2)] double Readers,
    [property: Id(3)] double Dampening,
    [property: Id(4)] string? DampenedBy,
    [property: Id(5)] double PositionCorrection,
    [property: Id(6)] double Reactions,
    [property: Id(7)] double ReaderWeight,
    [property: Id(8)] double ReactionWeight,
    [property: Id(9)] IReadOnlyDictionary<string, long> Ignored,
    [property: Id(10)] double? Prior = null)
{
    /// <summary>The same inputs at a later time, when they have decayed.</summary>
    internal Why Later(DateTimeOffset now, HalfLife next)
    {
        var left = new HalfLife(TimeSpan.FromSeconds(HalfLifeSeconds)).Remaining(now > At ? now - At : TimeSpan.Zero);
        return this with { At = now > At ? now : At, HalfLifeSeconds = next.Length.TotalSeconds, Readers = Readers * left, Reactions = Reactions * left, Prior = Prior * left };
    }
}
