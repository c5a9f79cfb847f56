using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.FanOut;

/// <summary>Offers deliveries to their readers, a shard on each core, and waits for no reader.</summary>
internal sealed class FanOut
{
    private readonly SubscriptionRegistry _registry;
    private readonly TimeProvider _time;
    private readonly Shard[] _shards;

    public FanOut(SubscriptionRegistry registry, LiveMetrics metrics, TimeProvider time, ILogger<Shard> logger)
    {
        (_registry, _time) = (registry, time);
        _shards = [.. Enumerable.Range(0, Subscribers.Shards).Select(index => new Shard(index, metrics, time, logger))];
    }

    /// <summary>Offers entries with their audiences as they were when each arrived. Completes when everybody was offered theirs.</summary>
    public Task Send(IReadOnlyList<Delivery> entries, IReadOnlyList<Connection[][][]> audiences) =>
        audiences.All(audience => audience.Length == 0) ? Task.CompletedTask : Send(new Broadcast(new DeliveryBatch(entries), audiences, _time.GetTimestamp()));

    /// <summary>Offers a state to those who follow its topic now.</summary>
    public Task Send(Delivery state) =>
        _registry.SubscribersOf(state.Key) is { } subscribers ? Send(state, subscribers) : Task.CompletedTask;

    /// <summary>Offers a state to these.</summary>
    public Task Send(Delivery state, Connection[][] subscribers) => Send(new Broadcast(new DeliveryBatch([state]), [[subscribers]], _time.GetTimestamp()));

    private Task Send(Broadcast broadcast)
    {
        foreach (var shard in _shards) shard.Post(broadcast);
        return broadcast.Done;
    }
}
