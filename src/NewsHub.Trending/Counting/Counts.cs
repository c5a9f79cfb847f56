namespace NewsHub.Trending.Counting;

/// <summary>What readers see of an article's counter, as every transport delivers it.</summary>
/// <param name="Version">Rises with every change, so that an older copy is recognised.</param>
/// <param name="Reads">How often it was read.</param>
/// <param name="Readers">By about how many distinct readers.</param>
/// <param name="Reactions">How many readers gave each reaction; kinds that nobody gave are left out.</param>
[GenerateSerializer, Immutable, Alias("trending.counts")]
public sealed record Counts(
    [property: Id(0)] string ArticleId,
    [property: Id(1)] long Version,
    [property: Id(2)] long Reads,
    [property: Id(3)] long Readers,
    [property: Id(4)] IReadOnlyDictionary<string, long> Reactions);
