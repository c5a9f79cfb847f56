using NewsHub.Trending.Ranking;
using Ranking = NewsHub.Trending.Ranking.Ranking;

namespace NewsHub.Gateway.Deliveries;

/// <summary>Decides how clients are updated from one snapshot of a ranking to the next.</summary>
internal static class RankingUpdate
{
    /// <summary>
    /// The delta from <paramref name="previous"/> to <paramref name="next"/>. Returns null when its JSON would not be smaller than the
    /// snapshot's, or when they are not snapshots of the same ranking with an increasing version.
    /// </summary>
    public static RankingDelta? TryDelta(Ranking previous, Ranking next)
    {
        if (previous.Name != next.Name || previous.Section != next.Section || previous.Version >= next.Version) return null;
        var delta = RankingDelta.Between(previous, next);
        return EncodedOnce<RankingDelta>.BytesOf(delta).Length < EncodedOnce<Ranking>.BytesOf(next).Length ? delta : null;
    }
}
