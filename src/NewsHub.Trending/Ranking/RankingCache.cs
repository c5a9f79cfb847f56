using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Logging;
using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Trending.Ranking;

/// <summary>
/// Reads rankings and counts for those who must not wait for them, such as pages. Each ranking is read once per second, for any number of
/// callers. Callers do not wait for a late one: they get an older ranking or none, and no counts.
/// </summary>
public sealed partial class RankingCache(HybridCache cache, IGrainFactory grains, TimeProvider time, ILogger<RankingCache> logger)
{
    /// <summary>Maximum time a caller waits for a ranking or counts.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(300);

    /// <summary>Time a ranking is reused.</summary>
    private static readonly HybridCacheEntryOptions Freshness = new()
    {
        Expiration = TimeSpan.FromSeconds(1),
        LocalCacheExpiration = TimeSpan.FromSeconds(1),
    };

    /// <summary>One per ranking and section, 20 places × about 500 bytes = 10 KB. Bounded, because callers pass only known rankings and sections.</summary>
    private readonly ConcurrentDictionary<string, Ranking> _lastRead = new(StringComparer.Ordinal);

    /// <summary>Returns a ranking, at most one second old; the last known one when it cannot be read in time; null when none was read yet.</summary>
    /// <param name="name">The key of a known ranking, such as <c>rising</c> or <c>today/world</c>.</param>
    public ValueTask<Ranking?> Find(string name) => cache.GetOrCreateAsync($"ranking/{name}", name, (name, _) => Read(name), Freshness);

    /// <summary>Returns the counts of an article; null when they cannot be read in time.</summary>
    public async Task<Counts?> FindCounts(string articleId) =>
        await ReadInTime(grains.GetGrain<ITrendingCounterGrain>(articleId).Get(), Topic.Counts(articleId));

    private async ValueTask<Ranking?> Read(string name)
    {
        if (await ReadInTime(grains.GetGrain<IRankingGrain>(name).Get(), name) is { } ranking) _lastRead[name] = ranking;
        return _lastRead.GetValueOrDefault(name);
    }

    private async Task<T?> ReadInTime<T>(Task<T> request, string name)
    {
        try
        {
            return await request.WaitAsync(MaxWait, time);
        }
        catch (Exception failure)
        {
            LogReadFailed(failure, name);
            return default;
        }
    }

    [LoggerMessage(3006, LogLevel.Warning, "{Name} could not be read in time; an older ranking is shown, or none")]
    private partial void LogReadFailed(Exception failure, string name);
}
