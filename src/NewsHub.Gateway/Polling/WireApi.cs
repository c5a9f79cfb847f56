using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using NewsHub.Gateway.FanOut;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Gateway.Polling;

/// <summary>The wire over HTTP polling: entries after a cursor, with an optional wait for the next one.</summary>
internal static class WireApi
{
    private const int MaxLimit = 500;
    private const int MaxWaitSeconds = 30;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/wire", Read).WithName("ReadWire").WithTags("Live")
        .WithSummary("Entries after a cursor; with wait, the response is delayed up to that many seconds until there is one.")
        .Produces<WireSlice>();

    private static async Task<IResult> Read(
        HttpContext http, Subscriptions subscriptions, WirePolling polling, IHostApplicationLifetime hub,
        [Description("The cursor of the previous answer; absent for the newest entries."), RegularExpression(Cursor.Pattern)] string? after = null,
        [Description("Topics of entries, separated by commas.")] string topics = Topic.News,
        [Description("Maximum number of entries. An answer has at most 200."), Range(1, MaxLimit)] int limit = 100,
        [Description("Seconds for which the hub may hold the answer until there is an entry."), Range(0, MaxWaitSeconds)] int wait = 0)
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

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, hub.ApplicationStopping);
        var poll = new Poll(requested, Cursor.TryParse(after, out var cursor) ? cursor : null, limit, TimeSpan.FromSeconds(wait), http.Connection.RemoteIpAddress);
        var slice = await polling.Read(poll, stopping.Token, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(slice, LiveJson.All);
    }
}
