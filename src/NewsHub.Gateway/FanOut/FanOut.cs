using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.FanOut;

/// <summary>Offers deliveries to their subscribers, with one shard per core. Never waits for a reader.</summary>
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

    /// <summary>Offers entries to the subscribers that each had on arrival. Completes when all of them were offered.</summary>
    public Task Send(IReadOnlyList<Delivery> entries, IReadOnlyList<Connection[][][]> audiences) =>
        audiences.All(audience => audience.Length == 0) ? Task.CompletedTask : Send(new Broadcast(new DeliveryBatch(entries), audiences, _time.GetTimestamp()));

    /// <summary>Offers a state to the current subscribers of its topic.</summary>
    public Task Send(Delivery state) =>
        _registry.SubscribersOf(state.Key) is { } subscribers ? Send(state, subscribers) : Task.CompletedTask;

    /// <summary>Offers a state to the given subscribers, by shard.</summary>
    public Task Send(Delivery state, Connection[][] subscribers) => Send(new Broadcast(new DeliveryBatch([state]), [[subscribers]], _time.GetTimestamp()));

    private Task Send(Broadcast broadcast)
    {
        foreach (var shard in _shards) shard.Post(broadcast);
        return broadcast.Done;
    }
}
