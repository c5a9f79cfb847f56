using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>The way out to one reader.</summary>
internal interface IOutbox
{
    /// <summary>Takes those deliveries of a wave that are for this reader: writes them at once where the reader keeps up, else keeps them within bounds. Never waits.</summary>
    void Offer(DeliveryBatch batch, ulong mask);

    /// <summary>Entries up to this sequence are not written any more: the reader is told of them in another way.</summary>
    void Skip(long upTo);
}
