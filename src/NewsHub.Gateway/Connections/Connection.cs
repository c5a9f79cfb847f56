using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>A connected reader, over any transport: the topics it follows and its outbox.</summary>
internal sealed class Connection(IOutbox outbox)
{
    private static int _last;

    private DeliveryBatch? _batch;

    public IOutbox Outbox => outbox;

    /// <summary>A serial number that spreads connections evenly over the shards of the fan-out.</summary>
    public uint Number { get; } = (uint)Interlocked.Increment(ref _last);

    /// <summary>The topics the connection follows. Owned by <see cref="SubscriptionRegistry"/>, under its lock.</summary>
    public HashSet<string> TopicsUnsynchronized { get; } = new(StringComparer.Ordinal);

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
