using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.FanOut;

/// <summary>Offers deliveries to their readers, a shard on each core, and waits for no reader.</summary>
internal sealed class FanOut
{
    private readonly Switchboard _switchboard;
    private readonly TimeProvider _time;
    private readonly Shard[] _shards;

    public FanOut(Switchboard switchboard, LiveMetrics metrics, TimeProvider time, ILogger<Shard> logger)
    {
        (_switchboard, _time) = (switchboard, time);
        _shards = [.. Enumerable.Range(0, Followers.Shards).Select(index => new Shard(index, metrics, time, logger))];
    }

    /// <summary>Offers entries with their audiences as they were when each arrived. Completes when everybody was offered theirs.</summary>
    public Task Send(IReadOnlyList<Delivery> entries, IReadOnlyList<Connection[][][]> audiences) =>
        audiences.All(audience => audience.Length == 0) ? Task.CompletedTask : Send(new Broadcast(new Wave(entries), audiences, _time.GetTimestamp()));

    /// <summary>Offers a state to those who follow its topic now.</summary>
    public Task Send(Delivery state) =>
        _switchboard.FollowersOf(state.Key) is { } followers ? Send(state, followers) : Task.CompletedTask;

    /// <summary>Offers a state to these.</summary>
    public Task Send(Delivery state, Connection[][] followers) => Send(new Broadcast(new Wave([state]), [[followers]], _time.GetTimestamp()));

    private Task Send(Broadcast broadcast)
    {
        foreach (var shard in _shards) shard.Post(broadcast);
        return broadcast.Done;
    }
}
