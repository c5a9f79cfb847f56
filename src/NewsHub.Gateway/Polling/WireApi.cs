using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.FanOut;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Gateway.Polling;

/// <summary>The wire over HTTP polling: entries after a cursor, with an optional wait for the next one.</summary>
internal static class WireApi
{
    private const int MaxLimit = 500;
    private const int MaxWaitSeconds = 30;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/wire", Read).WithTags("Live")
        .WithSummary("Entries after a cursor; with wait, the response is delayed up to that many seconds until there is one.")
        .Produces<WireSlice>().ProducesValidationProblem();

    private static async Task<IResult> Read(
        HttpContext http, Subscriptions subscriptions, CatchUp catchUp, SubscriptionRegistry registry, TimeProvider time,
        string? after = null, string topics = Topic.News, int limit = 100, int wait = 0)
    {
        var requested = topics.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = new Dictionary<string, string[]>();
        if (subscriptions.Validate(null, requested, after) is { } error)
            errors[after is not null && !Cursor.TryParse(after, out _) ? "after" : "topics"] = [error];
        if (requested.FirstOrDefault(topic => Topic.TryParse(topic, out var parsed) && parsed.IsState) is { } stateTopic)
            errors["topics"] = [$"{stateTopic} is not a topic of the wire; see /api/rankings and /api/articles/{{id}}/counts."];
        if (limit is < 1 or > MaxLimit) errors["limit"] = [$"limit must be from 1 to {MaxLimit}."];
        if (wait is < 0 or > MaxWaitSeconds) errors["wait"] = [$"wait must be from 0 to {MaxWaitSeconds} seconds."];
        if (errors.Count > 0) return Problem.Invalid(errors);

        var slice = Limit(await ReadSlice(subscriptions, catchUp, registry, time, requested, after, limit, TimeSpan.FromSeconds(wait), http.RequestAborted), after, limit);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(slice, LiveJson.All);
    }

    private static async Task<WireSlice> ReadSlice(
        Subscriptions subscriptions, CatchUp catchUp, SubscriptionRegistry registry, TimeProvider time,
        string[] topics, string? after, int limit, TimeSpan wait, CancellationToken stopping)
    {
        if (Cursor.TryParse(after, out var cursor) && await catchUp.ReadLog(topics, cursor, limit, stopping) is { } read)
            return new WireSlice(cursor with { Sequence = read.Head }, read.IsRecovered, read.Entries);
        var signal = new PollSignal();
        var connection = new Connection(signal);
        try
        {
            var missed = await subscriptions.Subscribe(connection, topics, after, stopping);
            if (missed.Entries.Count > 0 || !missed.Recovered || wait == TimeSpan.Zero) return ToSlice(missed);
            await signal.Signalled.WaitAsync(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!signal.Signalled.IsCompleted) return ToSlice(missed);
            registry.LeaveAll(connection);
            return ToSlice(await subscriptions.Subscribe(connection, topics, missed.Cursor.ToString(), stopping));
        }
        finally
        {
            registry.LeaveAll(connection);
        }
    }

    // After a resumed cursor the first entries are returned and the rest follows on the next poll; otherwise the newest are returned.
    private static WireSlice Limit(WireSlice slice, string? after, int limit) =>
        slice.Entries.Count <= limit ? slice
        : after is not null && slice.Recovered ? slice with { Cursor = slice.Entries[limit - 1].Cursor, Entries = slice.Entries.Take(limit).ToArray() }
        : slice with { Entries = slice.Entries.TakeLast(limit).ToArray() };

    private static WireSlice ToSlice(Snapshot snapshot) => new(snapshot.Cursor, snapshot.Recovered, snapshot.Entries);
}
