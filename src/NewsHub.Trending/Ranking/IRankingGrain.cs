using Orleans.Concurrency;

namespace NewsHub.Trending.Ranking;

/// <summary>Owns one ranking. The key is <c>rising</c>, <c>today</c>, <c>rising/{section}</c> or <c>today/{section}</c>.</summary>
[Alias("trending.ranking-grain")]
public interface IRankingGrain : IGrainWithStringKey
{
    /// <summary>Updates an article's standing. Returns the threshold: a counter need not report lower scores.</summary>
    [Alias("report")]
    Task<double> Report(Standing standing);

    /// <summary>Removes an article immediately, when it was withheld, killed or moved to another section.</summary>
    [Alias("remove")]
    Task Remove(string articleId);

    /// <summary>The current ranking.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<Ranking> Get();

    /// <summary>The current ranking with the given number of places, 1 to 100, or fewer when the board has fewer.</summary>
    [AlwaysInterleave, Alias("top")]
    Task<Ranking> Top(int places);

    /// <summary>Like <see cref="Top"/>, with the inputs of each score.</summary>
    [AlwaysInterleave, Alias("explain")]
    Task<Ranking> Explain(int places);

    /// <summary>Waits until the version differs from <paramref name="version"/>, at most 5 seconds, and returns the ranking.</summary>
    [AlwaysInterleave, ResponseTimeout("00:00:10"), Alias("readAfter")]
    Task<Ranking> ReadAfter(long version, CancellationToken stopping = default);
}
