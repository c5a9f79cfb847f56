using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Gateway.Polling;

/// <summary>The wire over HTTP polling: entries after a cursor, with an optional wait for the next one.</summary>
internal static class WireApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/wire", Read).WithName("ReadWire").WithTags("Live")
        .WithSummary("Entries after a cursor; with wait, the response is delayed up to that many seconds until there is one.")
        .Produces<WireSlice>();

    private static async Task<IResult> Read(
        HttpContext http, IWirePolling polling,
        [Description("The cursor of the previous answer; absent for the newest entries."), RegularExpression(Cursor.Pattern)] string? after = null,
        [Description("Topics of entries, separated by commas.")] string topics = Topic.News,
        [Description("Maximum number of entries. An answer has at most 200."), Range(1, WirePoll.MaxLimit)] int limit = 100,
        [Description("Seconds for which the hub may hold the answer until there is an entry."), Range(0, WirePoll.MaxWaitSeconds)] int wait = 0)
    {
        var poll = new WirePoll(topics, after, limit, wait, http.Connection.RemoteIpAddress);
        if (polling.Check(poll) is { Count: > 0 } errors) return Problem.Invalid(errors);
        var slice = await polling.Read(poll, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(slice, LiveJson.All);
    }
}
