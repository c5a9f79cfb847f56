using System.Net;
using NewsHub.Gateway.Deliveries;
using NewsHub.Wire;

namespace NewsHub.Gateway.Connections;

/// <summary>A connected reader, over any transport: the topics it follows and its outbox.</summary>
/// <param name="address">The reader's address; null if unknown.</param>
internal sealed class Connection(IOutbox outbox, IPAddress? address = null)
{
    private static int _last;

    private DeliveryBatch? _batch;

    public IOutbox Outbox => outbox;

    public IPAddress? Address => address;

    /// <summary>A serial number that spreads connections evenly over the shards of the fan-out.</summary>
    public uint Number { get; } = (uint)Interlocked.Increment(ref _last);

    /// <summary>The topics the connection follows. Owned by <see cref="SubscriptionRegistry"/>, under its lock.</summary>
    public HashSet<string> TopicsUnsynchronized { get; } = new(StringComparer.Ordinal);

    /// <summary>True once the connection has followed a topic of entries. Owned by <see cref="SubscriptionRegistry"/>, under its lock.</summary>
    public bool HasFollowedEntriesUnsynchronized { get; set; }

    /// <summary>True when the connection has left for good. Owned by <see cref="SubscriptionRegistry"/>, under its lock.</summary>
    public bool IsClosedUnsynchronized { get; set; }

    /// <summary>How fast the connection has read missed entries.</summary>
    public Pace ReplayPace { get; } = new();

    /// <summary>Completes when the connection has everything that it asked for and joined its topics.</summary>
    public Task CaughtUp { get; set; } = Task.CompletedTask;

    /// <summary>True if the connection follows a topic of this entry.</summary>
    public bool FollowsUnsynchronized(Entry entry) => !entry.IsSkipped && entry.Topics.Any(TopicsUnsynchronized.Contains);

    /// <summary>The deliveries of the current batch that are for this connection. Accessed only by its shard.</summary>
    public ulong Mask { get; private set; }

    /// <summary>Adds a delivery of the batch to <see cref="Mask"/>; adding it again for another topic has no effect. Called only by its shard.</summary>
    /// <returns>True for the first delivery of the batch.</returns>
    public bool AddToMask(DeliveryBatch batch, int index)
    {
        var isFirst = _batch != batch;
        (_batch, Mask) = (batch, (isFirst ? 0 : Mask) | 1ul << index);
        return isFirst;
    }
}
