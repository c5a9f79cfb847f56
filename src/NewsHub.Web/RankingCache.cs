using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;
using Ranking = NewsHub.Trending.Ranking.Ranking;

namespace NewsHub.Web;

/// <summary>Reads rankings and counts for pages. A page does not wait for late ones: it shows an older ranking or none, and no counts.</summary>
public sealed partial class RankingCache(IGrainFactory grains, TimeProvider time, ILogger<RankingCache> logger)
{
    /// <summary>Maximum time a page waits for a ranking or counts.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(300);

    /// <summary>Time a ranking is reused: one grain call per second and ranking, for any number of readers.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>One per ranking and section. Bounded, because callers pass only known rankings and sections.</summary>
    private readonly ConcurrentDictionary<string, CachedRanking> _rankings = new();

    /// <summary>Returns a ranking, refreshed after one second; the last known one when the refresh fails; null when none was read yet.</summary>
    public async Task<Ranking?> Ranking(string name, string? section)
    {
        var cached = _rankings.GetOrAdd(section is null ? name : $"{name}/{section}", _ => new CachedRanking());
        var now = time.GetTimestamp();
        if (cached.RequestedAt is { } requested && time.GetElapsedTime(requested, now) < Freshness) return cached.Ranking;
        cached.RequestedAt = now;
        var grain = grains.GetGrain<IRankingGrain>(section is null ? name : $"{name}/{section}");
        return cached.Ranking = await ReadInTime(grain.Get(), name) ?? cached.Ranking;
    }

    /// <summary>Returns the counts of an article; null when they cannot be read in time.</summary>
    public async Task<Counts?> Counts(string articleId) =>
        await ReadInTime(grains.GetGrain<ITrendingCounterGrain>(articleId).Get(), Topic.Counts(articleId));

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

    private sealed class CachedRanking
    {
        public long? RequestedAt { get; set; }
        public Ranking? Ranking { get; set; }
    }

    [LoggerMessage(5004, LogLevel.Warning, "Reading {Name} for a page failed")]
    private partial void LogReadFailed(Exception failure, string name);
}
