using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;

namespace NewsHub.Gateway.SignalR;

/// <summary>The methods that the hub calls on a connected reader, sent with camelCase names.</summary>
internal interface ILiveClient
{
    Task Entry(Entry entry);

    Task Ranking(Ranking ranking);

    /// <summary>The changes since the previous ranking, sent if they are shorter than the full ranking.</summary>
    Task RankingDelta(RankingDelta delta);

    Task Counts(Counts counts);

    /// <summary>The process is about to stop. The reader reconnects with its cursor at a random time within <paramref name="withinSeconds"/>.</summary>
    Task Move(int withinSeconds);
}
