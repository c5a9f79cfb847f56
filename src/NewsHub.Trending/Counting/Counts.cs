using System.Text.Json.Serialization;

namespace NewsHub.Trending.Counting;

/// <summary>The public counts of an article, as delivered by every transport.</summary>
/// <param name="Version">Increases with every change, so that an older copy can be recognized.</param>
/// <param name="Reads">Number of reads.</param>
/// <param name="Readers">Estimated number of distinct readers.</param>
/// <param name="Reactions">Number of readers per kind of reaction; kinds without reactions are omitted.</param>
/// <param name="IsOverLimit">
/// The reaction was not stored because its origin has given as many as it may on this day. Only in the answer to a reaction; readers do not get it.
/// </param>
[GenerateSerializer, Immutable, Alias("trending.counts")]
public sealed record Counts(
    [property: Id(0)] string ArticleId,
    [property: Id(1)] long Version,
    [property: Id(2)] long Reads,
    [property: Id(3)] long Readers,
    [property: Id(4)] IReadOnlyDictionary<string, long> Reactions,
    [property: Id(5), JsonIgnore] bool IsOverLimit = false);
