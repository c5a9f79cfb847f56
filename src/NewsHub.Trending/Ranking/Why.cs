namespace NewsHub.Trending.Ranking;

/// <summary>
/// The inputs of a place's score, enough to compute it by hand:
/// <c>(readers × dampening × positionCorrection × readerWeight + reactions × reactionWeight) × 2^(−(ranking.at − at) / halfLife)</c>.
/// </summary>
/// <param name="At">When these sums were last added to; they have decayed since.</param>
/// <param name="HalfLifeSeconds">After so long a reader weighs half.</param>
/// <param name="Readers">Distinct readers, decayed.</param>
/// <param name="Dampening">What the rules against gaming leave of them: 1 is all.</param>
/// <param name="DampenedBy">The rule that left readers out most recently, as in <paramref name="Ignored"/>; null: none did.</param>
/// <param name="PositionCorrection">What is left when it is divided out that rankings brought readers: 1 where none came so.</param>
/// <param name="Reactions">Reactions that count, decayed.</param>
/// <param name="Ignored">
/// What does not count for rank, since the article's first read: <c>repeat</c> reads of a reader; readers beyond the limits of
/// <c>prefixes</c>, <c>agents</c> and <c>newcomers</c>; <c>reactions</c> beyond their share and those of who has not read (<c>unread</c>);
/// requests of self-declared programs (<c>bot</c>), which are no reads; reads with a time to come (<c>future</c>), which got the hub's.
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
    [property: Id(9)] IReadOnlyDictionary<string, long> Ignored);
