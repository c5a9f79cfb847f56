using System.Text.Json;

namespace NewsHub.Trending.Ranking;

/// <summary>How readers who have a ranking are brought to the next one.</summary>
public static class RankingUpdate
{
    /// <summary>
    /// The delta from <paramref name="previous"/> to <paramref name="next"/>; null: it would be no smaller than the snapshot, in bytes
    /// of JSON, or they are not snapshots of one ranking with a rising version.
    /// </summary>
    public static RankingDelta? TryDelta(Ranking previous, Ranking next)
    {
        if (previous.Name != next.Name || previous.Section != next.Section || previous.Version >= next.Version) return null;
        var delta = RankingDelta.Between(previous, next);
        return Length(delta) < Length(next) ? delta : null;
    }

    private static int Length(RankingDelta delta) => JsonSerializer.SerializeToUtf8Bytes(delta, TrendingJson.Default.RankingDelta).Length;

    private static int Length(Ranking ranking) => JsonSerializer.SerializeToUtf8Bytes(ranking, TrendingJson.Default.Ranking).Length;
}
