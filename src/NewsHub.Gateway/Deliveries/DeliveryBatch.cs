using System.Collections.Concurrent;
using System.Numerics;

namespace NewsHub.Gateway.Deliveries;

/// <summary>
/// Deliveries that are sent together. A connection gets its part of a batch in one write, and connections with the same part and format share
/// the bytes. A part is a bit mask; the lowest bit is the first delivery.
/// </summary>
internal sealed class DeliveryBatch(IReadOnlyList<Delivery> deliveries)
{
    /// <summary>One bit of the mask for each delivery.</summary>
    public const int MaxDeliveries = 64;

    /// <summary>Packets cached for sharing, one per set of topics and format: at most 256 × 64 deliveries × about 0.5 KB = 8 MB.</summary>
    private const int MaxShared = 256;

    private readonly ConcurrentDictionary<(PayloadFormat Format, ulong Mask), Packet> _packets = new();

    public IReadOnlyList<Delivery> Deliveries => deliveries;

    /// <summary>Returns the mask without the entries up to a sequence, inclusive.</summary>
    public ulong MaskAfter(long sequence, ulong mask)
    {
        for (var i = 0; i < deliveries.Count && deliveries[i].Sequence <= sequence; i++)
            if (deliveries[i].Class is not DeliveryClass.State)
                mask &= ~(1ul << i);
        return mask;
    }

    public Packet PacketOf(PayloadFormat format, ulong mask)
    {
        if (_packets.TryGetValue((format, mask), out var packet)) return packet;
        packet = Packet.Of(format, DeliveriesIn(mask));
        return _packets.Count < MaxShared ? _packets.GetOrAdd((format, mask), packet) : packet;
    }

    /// <summary>The deliveries of a mask, in order.</summary>
    public IReadOnlyList<Delivery> DeliveriesIn(ulong mask)
    {
        var chosen = new Delivery[BitOperations.PopCount(mask)];
        for (var i = 0; mask != 0; mask &= mask - 1) chosen[i++] = deliveries[BitOperations.TrailingZeroCount(mask)];
        return chosen;
    }
}
