using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>Computes where a moved post goes, and which neighbours make room.</summary>
internal static class PostMoves
{
    /// <summary>Neighbours that are looked at for room. A full run of this length takes 64 posts moved between the same two.</summary>
    public const int MaxNeighbours = 64;

    /// <summary>
    /// Places a post directly above <paramref name="lower"/>. Without room, the smallest run of the posts above is spread evenly over the next gap.
    /// Returns null if there is no gap below the last neighbour.
    /// </summary>
    /// <param name="lower">The place of the post below; 0 for none.</param>
    /// <param name="above">The places of the posts above, lowest first, without the moved one.</param>
    /// <param name="isAll">True if there are no others above them.</param>
    /// <returns>The place of the post, and the new places of the first posts above.</returns>
    public static (long Place, IReadOnlyList<long> Shifted)? Find(long lower, IReadOnlyList<long> above, bool isAll)
    {
        for (var run = 0; run <= above.Count; run++)
        {
            if (run == above.Count && !isAll) return null;
            // Above the newest post is room up to the place of the next entry, which no post has yet.
            var upper = run < above.Count ? above[run] : ((run > 0 ? above[run - 1] : lower) / Places.PerSequence * Places.PerSequence) + Places.PerSequence;
            if (upper - lower < run + 2) continue;
            long[] places = [.. Enumerable.Range(1, run + 1).Select(n => lower + (long)((Int128)(upper - lower) * n / (run + 2)))];
            return (places[0], places[1..]);
        }

        return null;
    }
}
