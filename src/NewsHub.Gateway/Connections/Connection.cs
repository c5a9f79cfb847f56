using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>A reader who is connected, whatever the transport: what they follow, and where what they are sent goes.</summary>
internal sealed class Connection(IOutbox outbox)
{
    private static int _last;

    private DeliveryBatch? _batch;

    public IOutbox Outbox => outbox;

    /// <summary>Spreads connections evenly over the shards of the fan-out.</summary>
    public uint Number { get; } = (uint)Interlocked.Increment(ref _last);

    /// <summary>What it follows. The switchboard's, under its lock.</summary>
    public HashSet<string> TopicsUnsynchronized { get; } = new(StringComparer.Ordinal);

    /// <summary>Which deliveries of the wave at hand are for this connection. Its shard's alone.</summary>
    public ulong Mask { get; private set; }

    /// <summary>Notes that a delivery of the wave is for this connection, by however many topics it comes. Its shard's alone.</summary>
    /// <returns>Whether it is the first of the wave.</returns>
    public bool Address(DeliveryBatch batch, int index)
    {
        var isFirst = _batch != batch;
        (_batch, Mask) = (batch, (isFirst ? 0 : Mask) | 1ul << index);
        return isFirst;
    }
}
