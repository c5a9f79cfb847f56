using System.ComponentModel;
using System.Text.Json.Serialization;

namespace NewsHub.Trending.Ranking;

/// <summary>An immutable snapshot of the most-read articles, as delivered by every transport.</summary>
/// <param name="Name"><c>rising</c> (half-life 20 to 60 minutes) or <c>today</c> (6 hours).</param>
/// <param name="Section">The section to which the ranking is limited; null for all sections.</param>
/// <param name="Version">Increases with every change.</param>
[GenerateSerializer, Immutable, ImmutableObject(true), Alias("trending.ranking")]
public sealed record Ranking(
    [property: Id(0), JsonPropertyName("ranking")] string Name,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Section,
    [property: Id(2)] long Version,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] IReadOnlyList<Place> Entries)
{
    /// <summary>The mean score of the shown places at a time; 0 without places.</summary>
    internal double MeanValue(DateTimeOffset now, Counting.HalfLife halfLife) => Entries.Count == 0 ? 0
        : Entries.Take(RankingBoard.Shown).Average(place => place.Score) * halfLife.Remaining(now > At ? now - At : TimeSpan.Zero);
}

/// <summary>One place of a ranking.</summary>
/// <param name="Score">The decayed score at the time <c>at</c> of the ranking.</param>
/// <param name="Why">The inputs of the score, if requested.</param>
/// <param name="Language">The language of the headline, a BCP 47 tag; null when the article names none.</param>
[GenerateSerializer, Immutable, Alias("trending.place")]
public sealed record Place(
    [property: Id(0)] int Rank,
    [property: Id(1)] string ArticleId,
    [property: Id(2)] string Headline,
    [property: Id(3)] string Url,
    [property: Id(4)] double Score,
    [property: Id(5)] long Reads,
    [property: Id(6)] long Readers,
    [property: Id(7)] IReadOnlyDictionary<string, long> Reactions,
    [property: Id(8)] Why? Why = null,
    [property: Id(9)] string? Language = null)
{
    internal bool HasSameReactions(IReadOnlyDictionary<string, long> others) =>
        ReferenceEquals(Reactions, others)
        || (Reactions.Count == others.Count && Reactions.All(kind => others.TryGetValue(kind.Key, out var count) && count == kind.Value));
}

/// <summary>The standing of an article, as a counter reports it to a ranking.</summary>
/// <param name="Score">
/// log2 of the value plus the time of the value since the Unix epoch in half-lives; comparable between counters written at different times.
/// </param>
/// <param name="Why">The inputs of the score. Null in standings stored by versions that did not record them.</param>
/// <param name="Language">The language of the headline; null when the article names none.</param>
[GenerateSerializer, Immutable, Alias("trending.standing")]
public sealed record Standing(
    [property: Id(0)] string Headline,
    [property: Id(1)] string Url,
    [property: Id(2)] double Score,
    [property: Id(3)] Counting.Counts Counts,
    [property: Id(4)] Why? Why = null,
    [property: Id(5)] string? Language = null)
{
    /// <summary>
    /// Returns the standing with its time limited to <paramref name="now"/>, so that a score written by a clock that ran ahead decays from now on.
    /// </summary>
    internal Standing NotAfter(DateTimeOffset now, Counting.HalfLife halfLife) =>
        Why?.At > now ? this with { Score = Score - (Why.At - now) / halfLife.Length, Why = Why with { At = now } } : this;

    /// <summary>
    /// Returns the standing with a score at this half-life and the same value at <paramref name="now"/>. Another version, or a hub that has chosen another
    /// half-life meanwhile, may have reported it with its own.
    /// </summary>
    internal Standing In(Counting.HalfLife halfLife, DateTimeOffset now)
    {
        if (Why is not { HalfLifeSeconds: > 0 } why || TimeSpan.FromSeconds(why.HalfLifeSeconds) is var own && own == halfLife.Length) return this;
        var at = now > why.At ? now : why.At;
        return this with { Score = halfLife.Score(new Counting.HalfLife(own).Value(Score, at), at), Why = why.Later(at, halfLife) };
    }
}
