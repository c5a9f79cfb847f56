using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Gateway.FanOut;
using NewsHub.Wire;

namespace NewsHub.Gateway.Sse;

/// <summary>
/// Live push as server-sent events, for whoever has no WebSocket: <c>curl -N</c>, a browser's EventSource. What was missed comes first,
/// then <c>live</c>, then what happens.
/// </summary>
internal sealed class EventStreamEndpoint(ConnectionLimiter limiter, Subscriptions subscriptions, SubscriptionRegistry registry, PayloadFormats formats, LiveMetrics metrics, TimeProvider time)
{
    private const string TransportName = "serverSentEvents";
    private const string LastEventId = "Last-Event-ID";

    /// <summary>When a browser comes back by itself, in milliseconds: not all in the same moment.</summary>
    private const int MinRetry = 1_000, MaxRetry = 4_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/live/events", (HttpContext http, EventStreamEndpoint door, string topics = Topic.News, string? after = null) => door.Serve(http, topics, after))
        .WithTags("Live").WithSummary("Server-sent events: entries, rankings and counts from a cursor on; Last-Event-ID resumes.")
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").ProducesValidationProblem();

    private async Task Serve(HttpContext http, string topics, string? after)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*"; // public, and no cookie is looked at; why it is refused may be read too
        var asked = topics.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (http.Request.Headers[LastEventId] is [{ Length: > 0 } last]) after = last;
        if (subscriptions.Refuse(null, asked, after) is { } reason)
        {
            var field = after is not null && !Cursor.TryParse(after, out _) ? nameof(after) : nameof(topics);
            await TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [reason] }).ExecuteAsync(http);
            return;
        }

        if (limiter.Refuse(http.Connection.RemoteIpAddress) is { } refusal) await refusal.Answer(http);
        else await Follow(http, asked, after);
    }

    private async Task Follow(HttpContext http, string[] topics, string? after)
    {
        Prepare(http);
        var transport = new EventStreamTransport(http, formats.Events, time);
        var outbox = new Outbox(transport, metrics, time);
        var connection = new Connection(outbox);
        using var lease = limiter.Enter(http.Connection.RemoteIpAddress, TransportName, transport, outbox, http.User);
        try
        {
            outbox.Hold(); // what happens meanwhile comes after what was missed
            var snapshot = await subscriptions.Subscribe(connection, topics, after, http.RequestAborted);
            await outbox.Write(Packet.AsIs(Opening(snapshot)));
            outbox.Release();
            await transport.Over.WaitAsync(http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The reader went.
        }
        finally
        {
            registry.LeaveAll(connection);
        }
    }

    private static void Prepare(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentType = "text/event-stream";
        headers.CacheControl = "no-store, no-transform";
        headers["X-Accel-Buffering"] = "no"; // nginx would wait for more
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // A stalled reader is ours to judge.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }

    private ReadOnlyMemory<byte> Opening(Snapshot snapshot)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        text.Write(EventStreamFormat.Retry(Random.Shared.Next(MinRetry, MaxRetry)));
        foreach (var message in MessagesOf(snapshot)) text.Write(formats.Events.Encode(message).Span);
        return text.WrittenMemory;
    }

    private static IEnumerable<Message> MessagesOf(Snapshot snapshot)
    {
        if (!snapshot.Recovered) yield return new Message(LiveMethods.Reset, snapshot);
        else
        {
            foreach (var entry in snapshot.Entries) yield return new Message(LiveMethods.Entry, entry, entry.Cursor);
            foreach (var ranking in snapshot.Rankings) yield return new Message(LiveMethods.Ranking, ranking);
            foreach (var counts in snapshot.Counts) yield return new Message(LiveMethods.Counts, counts);
        }

        yield return new Message(LiveMethods.Live, new CaughtUp(snapshot.Cursor), snapshot.Cursor);
    }
}
