using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Sends a reader the rest of what it missed, as ordinary messages, and then joins it to its topics. The next page is read when the transport
/// has taken the previous one, so that a reader who does not read holds one page in memory.
/// </summary>
internal sealed class Replay(CatchUp catchUp, SubscriptionRegistry registry, Connection connection, IReadOnlyList<string> topics, long position)
{
    /// <summary>Maximum entries of a page: 50 × about 0.7 KB = 35 KB, about one packet of an outbox.</summary>
    private const int PageSize = 50;

    /// <summary>Sends everything and joins. Returns the sequence at which the connection joined.</summary>
    /// <exception cref="OperationCanceledException">The connection is closed.</exception>
    public async Task<long> Run(Outbox outbox, CancellationToken stopping)
    {
        while (true)
        {
            var page = await catchUp.ReadPage(connection, topics, position, PageSize, stopping);
            position = page.Position;
            outbox.Hold(OutboxHolds.CatchUp); // entries offered from joining on must follow the missed ones
            try
            {
                var joined = registry.TryJoin(connection, topics, position);
                await outbox.Write([.. page.With(joined?.Missed ?? []).Select(Delivery.Of)]);
                if (joined is not null) return joined.Head;
            }
            finally
            {
                outbox.Release(OutboxHolds.CatchUp);
            }
        }
    }
}
