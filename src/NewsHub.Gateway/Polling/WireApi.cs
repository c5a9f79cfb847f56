using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.FanOut;
using NewsHub.Wire;

namespace NewsHub.Gateway.Polling;

/// <summary>The wire over plain HTTP: catch up from a cursor, or wait for what comes next.</summary>
internal static class WireApi
{
    private const int MaxLimit = 500;
    private const int MaxWaitSeconds = 30;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/wire", Read).WithTags("Live")
        .WithSummary("Entries after a cursor; with wait (seconds) the answer is held until there is one.")
        .Produces<WireSlice>().ProducesValidationProblem();

    private static async Task<IResult> Read(
        HttpContext http, Subscriptions subscriptions, CatchUp catchUp, SubscriptionRegistry registry, TimeProvider time,
        string? after = null, string topics = Topic.News, int limit = 100, int wait = 0)
    {
        var asked = topics.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = new Dictionary<string, string[]>();
        if (subscriptions.Refuse(null, asked, after) is { } refusal)
            errors[after is not null && !Cursor.TryParse(after, out _) ? "after" : "topics"] = [refusal];
        if (asked.FirstOrDefault(topic => Topic.TryParse(topic, out var parsed) && parsed.IsState) is { } state)
            errors["topics"] = [$"{state} is no topic of the wire; see /api/rankings and /api/articles/{{id}}/counts."];
        if (limit is < 1 or > MaxLimit) errors["limit"] = [$"limit must be from 1 to {MaxLimit}."];
        if (wait is < 0 or > MaxWaitSeconds) errors["wait"] = [$"wait must be from 0 to {MaxWaitSeconds} seconds."];
        if (errors.Count > 0) return TypedResults.ValidationProblem(errors);

        var slice = Cut(await Take(subscriptions, catchUp, registry, time, asked, after, limit, TimeSpan.FromSeconds(wait), http.RequestAborted), after, limit);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(slice, LiveJson.All);
    }

    private static async Task<WireSlice> Take(
        Subscriptions subscriptions, CatchUp catchUp, SubscriptionRegistry registry, TimeProvider time,
        string[] topics, string? after, int limit, TimeSpan wait, CancellationToken stopping)
    {
        if (Cursor.TryParse(after, out var cursor) && await catchUp.ReadOn(topics, cursor, limit, stopping) is { } read)
            return new WireSlice(cursor with { Sequence = read.Head }, read.IsRecovered, read.Entries);
        var signal = new PollSignal();
        var connection = new Connection(signal);
        try
        {
            var missed = await subscriptions.Subscribe(connection, topics, after, stopping);
            if (missed.Entries.Count > 0 || !missed.Recovered || wait == TimeSpan.Zero) return Slice(missed);
            await signal.Signalled.WaitAsync(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!signal.Signalled.IsCompleted) return Slice(missed);
            registry.LeaveAll(connection);
            return Slice(await subscriptions.Subscribe(connection, topics, missed.Cursor.ToString(), stopping));
        }
        finally
        {
            registry.LeaveAll(connection);
        }
    }

    // Where a cursor was continued, the rest comes next time; else the newest are what was asked for.
    private static WireSlice Cut(WireSlice slice, string? after, int limit) =>
        slice.Entries.Count <= limit ? slice
        : after is not null && slice.Recovered ? slice with { Cursor = slice.Entries[limit - 1].Cursor, Entries = slice.Entries.Take(limit).ToArray() }
        : slice with { Entries = slice.Entries.TakeLast(limit).ToArray() };

    private static WireSlice Slice(Snapshot snapshot) => new(snapshot.Cursor, snapshot.Recovered, snapshot.Entries);
}
