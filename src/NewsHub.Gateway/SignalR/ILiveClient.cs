using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;

namespace NewsHub.Gateway.SignalR;

/// <summary>What the hub calls on a connected reader; names travel in camelCase.</summary>
public interface ILiveClient
{
    Task Entry(Entry entry);

    Task Ranking(Ranking ranking);

    /// <summary>What has changed since the ranking before, where that is shorter than the ranking.</summary>
    Task RankingDelta(RankingDelta delta);

    Task Counts(Counts counts);

    /// <summary>This process is going to stop: come back with your cursor, at a moment of your own within so many seconds.</summary>
    Task Move(int withinSeconds);
}
