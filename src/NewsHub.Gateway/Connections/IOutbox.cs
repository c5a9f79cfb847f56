using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>The outgoing side of one connection.</summary>
internal interface IOutbox
{
    /// <summary>Accepts the masked deliveries of a batch. Writes them at once if the reader keeps up, otherwise queues them within bounds. Never waits.</summary>
    void Offer(DeliveryBatch batch, ulong mask);

    /// <summary>Stops entries up to this sequence from being written, because the reader gets them in another way.</summary>
    void Skip(long upTo);
}
