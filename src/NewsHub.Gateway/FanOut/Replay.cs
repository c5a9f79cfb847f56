using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Sends a reader the rest of what it missed, as ordinary messages, and then joins it to its topics. The next page is read when the transport
/// has taken the previous one, so that a reader who does not read holds one page in memory.
/// </summary>
internal sealed class Replay(CatchUp catchUp, CatchUpTurns turns, SubscriptionRegistry registry, Connection connection, IReadOnlyList<string> topics, long position)
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
                await Write(outbox, page.With(joined?.Missed ?? []), stopping);
                if (joined is not null) return joined.Head;
            }
            finally
            {
                outbox.Release(OutboxHolds.CatchUp);
            }
        }
    }

    /// <summary>The turn ends when the transport has the bytes, or waits for a slow reader.</summary>
    private async Task Write(Outbox outbox, IReadOnlyList<Entry> entries, CancellationToken stopping)
    {
        ValueTask writing;
        using (await turns.Take(stopping)) writing = outbox.Write([.. entries.Select(Delivery.Of)]);
        await writing;
    }
}
