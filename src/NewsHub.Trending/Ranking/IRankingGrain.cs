using Orleans.Concurrency;

namespace NewsHub.Trending.Ranking;

/// <summary>Owns one ranking; its key is <c>rising</c>, <c>today</c>, <c>rising/{section}</c> or <c>today/{section}</c>.</summary>
[Alias("trending.ranking-grain")]
public interface IRankingGrain : IGrainWithStringKey
{
    /// <summary>Takes a counter's standing; answers with the score below which a counter need not report.</summary>
    [Alias("report")]
    Task<double> Report(Standing standing);

    /// <summary>Takes an article out at once: it was withheld, killed, or moved to another section.</summary>
    [Alias("remove")]
    Task Remove(string articleId);

    /// <summary>The ranking of now.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<Ranking> Get();

    /// <summary>The ranking of now with another number of places, as far as the board knows them: 1 to 100.</summary>
    [AlwaysInterleave, Alias("top")]
    Task<Ranking> Top(int places);

    /// <summary>As <see cref="Top"/>, each place with what its score is made of.</summary>
    [AlwaysInterleave, Alias("explain")]
    Task<Ranking> Explain(int places);

    /// <summary>The ranking as soon as its version differs from <paramref name="version"/>; after five seconds as it is.</summary>
    [AlwaysInterleave, ResponseTimeout("00:00:10"), Alias("readAfter")]
    Task<Ranking> ReadAfter(long version, CancellationToken stopping = default);
}
