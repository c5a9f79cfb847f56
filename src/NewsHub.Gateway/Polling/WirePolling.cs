using NewsHub.Gateway.Connections;
using NewsHub.Gateway.FanOut;
using NewsHub.Wire;

namespace NewsHub.Gateway.Polling;

/// <summary>Answers polls of the wire.</summary>
internal sealed class WirePolling(CatchUp catchUp, SubscriptionRegistry registry, IWireStore store, TimeProvider time)
{
    /// <param name="stoppingToWait">Ends the wait with an answer: the hub is about to stop.</param>
    /// <param name="aborted">The client has gone.</param>
    public async Task<WireSlice> Read(Poll poll, CancellationToken stoppingToWait, CancellationToken aborted)
    {
        var limit = Math.Min(poll.Limit, CatchUp.MaxAnswer);
        var isRecovered = poll.After is null || await catchUp.CanResume(poll.After.Value, long.MaxValue, aborted);
        if (!isRecovered) return Slice(catchUp.ReadNewest(poll.Topics, limit), isRecovered: false);

        var signal = new PollSignal();
        var connection = new Connection(signal, poll.Address);
        var page = poll.After is { } cursor
            ? await catchUp.ReadPage(connection, poll.Topics, cursor.Sequence, limit, aborted)
            : catchUp.ReadNewest(poll.Topics, limit);
        if (page.Entries.Count > 0 || poll.Wait == TimeSpan.Zero) return Slice(page, isRecovered: true);
        try
        {
            // Null: many entries arrived on other topics since the page was read. The next poll continues after them.
            if (registry.TryJoin(connection, poll.Topics, page.Position) is not { } joined) return Slice(page, isRecovered: true);
            if (joined.Missed.Count == 0) await signal.Signalled.WaitAsync(poll.Wait, time, stoppingToWait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            registry.Close(connection);
        }

        return Slice(await catchUp.ReadPage(connection, poll.Topics, page.Position, limit, aborted), isRecovered: true);
    }

    private WireSlice Slice(CatchUp.Page page, bool isRecovered) => new(new Cursor(store.Epoch, page.Position), isRecovered, page.Entries);
}
