using Microsoft.Extensions.Hosting;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.FanOut;
using NewsHub.Wire;

namespace NewsHub.Gateway.Polling;

/// <summary>Answers polls of the wire.</summary>
internal sealed class WirePolling(
    Subscriptions subscriptions, CatchUp catchUp, SubscriptionRegistry registry, IWireStore store, IHostApplicationLifetime hub, TimeProvider time) : IWirePolling
{
    public IDictionary<string, string[]> Check(WirePoll poll)
    {
        var requested = TopicsOf(poll);
        var errors = new Dictionary<string, string[]>();
        if (subscriptions.Validate(null, requested, poll.After) is { } error)
            errors[poll.After is not null && !Cursor.TryParse(poll.After, out _) ? "after" : "topics"] = [error];
        if (requested.FirstOrDefault(topic => Topic.TryParse(topic, out var parsed) && parsed.IsState) is { } stateTopic)
            errors["topics"] = [$"{stateTopic} is not a topic of the wire; see /api/rankings and /api/articles/{{id}}/counts."];
        if (poll.Limit is < 1 or > WirePoll.MaxLimit) errors["limit"] = [$"limit must be from 1 to {WirePoll.MaxLimit}."];
        if (poll.WaitSeconds is < 0 or > WirePoll.MaxWaitSeconds) errors["wait"] = [$"wait must be from 0 to {WirePoll.MaxWaitSeconds} seconds."];
        return errors;
    }

    public async Task<WireSlice> Read(WirePoll poll, CancellationToken aborted)
    {
        var (topics, limit) = (TopicsOf(poll), Math.Min(poll.Limit, CatchUp.MaxAnswer));
        Cursor? after = poll.After is { } text ? Cursor.Parse(text) : null;
        var isRecovered = after is null || await catchUp.CanResume(after.Value, long.MaxValue, aborted);
        if (!isRecovered) return Slice(catchUp.ReadNewest(topics, limit), isRecovered: false);

        var signal = new PollSignal();
        var connection = new Connection(signal, poll.Address);
        var page = after is { } cursor
            ? await catchUp.ReadPage(connection, topics, cursor.Sequence, limit, aborted)
            : catchUp.ReadNewest(topics, limit);
        if (page.Entries.Count > 0 || poll.WaitSeconds == 0) return Slice(page, isRecovered: true);
        using var stoppingToWait = CancellationTokenSource.CreateLinkedTokenSource(aborted, hub.ApplicationStopping);
        try
        {
            // Null: many entries arrived on other topics since the page was read. The next poll continues after them.
            if (registry.TryJoin(connection, topics, page.Position) is not { } joined) return Slice(page, isRecovered: true);
            if (joined.Missed.Count == 0)
                await signal.Signalled.WaitAsync(TimeSpan.FromSeconds(poll.WaitSeconds), time, stoppingToWait.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            registry.Close(connection);
        }

        return Slice(await catchUp.ReadPage(connection, topics, page.Position, limit, aborted), isRecovered: true);
    }

    private static string[] TopicsOf(WirePoll poll) => poll.Topics.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private WireSlice Slice(CatchUp.Page page, bool isRecovered) => new(new Cursor(store.Epoch, page.Position), isRecovered, page.Entries);
}
