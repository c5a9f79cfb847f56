using NewsHub.Traffic.Hub;

namespace NewsHub.Traffic.Readers;

/// <summary>The newest ranking that any reader received.</summary>
internal sealed class RankingBoard
{
    private WireRanking? _newest;
    private long _moves;

    public IReadOnlyList<WirePlace> Places => Volatile.Read(ref _newest)?.Entries ?? [];

    /// <summary>Number of changes among the first five places.</summary>
    public long Moves => Interlocked.Read(ref _moves);

    /// <summary>Applies a delta to the newest ranking. One from another version is ignored: another reader has received what it starts from.</summary>
    public void Offer(WireRankingDelta delta)
    {
        if (Volatile.Read(ref _newest) is { } newest && delta.ApplyTo(newest) is { } ranking) Offer(ranking);
    }

    public void Offer(WireRanking ranking)
    {
        if (ranking is not { Ranking: "rising", Section: null }) return;
        for (var newest = Volatile.Read(ref _newest); newest is null || ranking.Version > newest.Version; newest = Volatile.Read(ref _newest))
        {
            if (Interlocked.CompareExchange(ref _newest, ranking, newest) != newest) continue;
            if (newest is not null && !Top(newest).SequenceEqual(Top(ranking))) Interlocked.Increment(ref _moves);
            return;
        }
    }

    private static IEnumerable<string> Top(WireRanking ranking) => ranking.Entries.Take(5).Select(place => place.ArticleId);
}
