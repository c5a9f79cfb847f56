using System.ComponentModel;
using System.Text.Json.Serialization;

namespace NewsHub.Trending.Ranking;

/// <summary>An immutable snapshot of the articles that are read most, as every transport delivers it.</summary>
/// <param name="Name"><c>rising</c> (half-life 15 minutes) or <c>today</c> (6 hours).</param>
/// <param name="Section">The section it is limited to; null: all.</param>
/// <param name="Version">Rises with every change.</param>
[GenerateSerializer, Immutable, ImmutableObject(true), Alias("trending.ranking")]
public sealed record Ranking(
    [property: Id(0), JsonPropertyName("ranking")] string Name,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Section,
    [property: Id(2)] long Version,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] IReadOnlyList<Place> Entries);

/// <summary>One place of a ranking.</summary>
/// <param name="Score">The decayed score at the ranking's time.</param>
/// <param name="Why">What the score is made of, where that was asked for.</param>
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
    [property: Id(8)] Why? Why = null)
{
    internal bool HasSameReactions(IReadOnlyDictionary<string, long> others) =>
        ReferenceEquals(Reactions, others)
        || (Reactions.Count == others.Count && Reactions.All(kind => others.TryGetValue(kind.Key, out var count) && count == kind.Value));
}

/// <summary>What a counter tells a ranking about its article.</summary>
/// <param name="Score">
/// log2 of the decayed value at the Unix epoch plus time over half-life: comparable between counters whenever they were last written.
/// </param>
/// <param name="Why">What the score is made of; null: stored by a hub that could not tell.</param>
[GenerateSerializer, Immutable, Alias("trending.standing")]
public sealed record Standing(
    [property: Id(0)] string Headline,
    [property: Id(1)] string Url,
    [property: Id(2)] double Score,
    [property: Id(3)] Counting.Counts Counts,
    [property: Id(4)] Why? Why = null)
{
    /// <summary>The standing with its time limited to <paramref name="now"/>: what a clock that ran ahead has written decays from now on.</summary>
    internal Standing NotAfter(DateTimeOffset now, Counting.HalfLife halfLife) =>
        Why?.At > now ? this with { Score = Score - (Why.At - now) / halfLife.Length, Why = Why with { At = now } } : this;
}
