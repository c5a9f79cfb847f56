using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;
using Ranking = NewsHub.Trending.Ranking.Ranking;

namespace NewsHub.Web;

/// <summary>Rankings and counts for pages. A page is worth more than its numbers: where they are late, it goes without.</summary>
public sealed partial class RankingCache(IGrainFactory grains, TimeProvider time, ILogger<RankingCache> logger)
{
    /// <summary>Longest a page waits for its numbers.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a ranking is shown again without asking: one grain call a second, however many readers.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>One per ranking of each section: known names only, so it does not grow.</summary>
    private readonly ConcurrentDictionary<string, Recent> _rankings = new();

    /// <summary>The ranking, at most a second old; null: it was never reached.</summary>
    public async Task<Ranking?> Ranking(string name, string? section)
    {
        var recent = _rankings.GetOrAdd(section is null ? name : $"{name}/{section}", _ => new Recent());
        var now = time.GetTimestamp();
        if (recent.AskedAt is { } asked && time.GetElapsedTime(asked, now) < Freshness) return recent.Ranking;
        recent.AskedAt = now;
        var grain = grains.GetGrain<IRankingGrain>(section is null ? name : $"{name}/{section}");
        return recent.Ranking = await InTime(grain.Get(), name) ?? recent.Ranking;
    }

    /// <summary>An article's counts; null: none were had in time.</summary>
    public async Task<Counts?> Counts(string articleId) =>
        await InTime(grains.GetGrain<ITrendingCounterGrain>(articleId).Get(), Topic.Counts(articleId));

    private async Task<T?> InTime<T>(Task<T> asked, string what)
    {
        try
        {
            return await asked.WaitAsync(MaxWait, time);
        }
        catch (Exception failure)
        {
            LogRankingsNotRead(failure, what);
            return default;
        }
    }

    private sealed class Recent
    {
        public long? AskedAt { get; set; }
        public Ranking? Ranking { get; set; }
    }

    [LoggerMessage(5004, LogLevel.Warning, "A page went without {Numbers}")]
    private partial void LogRankingsNotRead(Exception failure, string numbers);
}
