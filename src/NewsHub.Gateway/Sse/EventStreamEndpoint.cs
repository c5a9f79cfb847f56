using System.Buffers;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Gateway.FanOut;
using NewsHub.Http;
using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Gateway.Sse;

/// <summary>
/// Live push as server-sent events, for clients without WebSockets such as <c>curl -N</c> or a browser's EventSource. Missed entries come
/// first, then <c>live</c>, then new messages.
/// </summary>
internal sealed class EventStreamEndpoint(ConnectionLimiter limiter, Subscriptions subscriptions, SubscriptionRegistry registry, PayloadFormats formats, ReaderIdentifier readers, LiveMetrics metrics, TimeProvider time)
{
    private const string TransportName = "serverSentEvents";
    private const string LastEventId = "Last-Event-ID";

    /// <summary>A cursor that no hub has: epochs are hexadecimal.</summary>
    private const string ForeignCursor = "foreign.0";

    /// <summary>Bounds in milliseconds of the random delay before a browser reconnects; random, so that readers do not all return at once.</summary>
    private const int MinRetry = 1_000, MaxRetry = 4_000;

    private static readonly RequestHeader Position = new(LastEventId, "Resumes after this event; EventSource sends it when it reconnects.", "7f3a90c1.42");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/live/events", (
            HttpContext http, EventStreamEndpoint endpoint,
            [Description("Topics, separated by commas.")] string topics = Topic.News,
            [Description("The cursor to continue from, if neither Last-Event-ID nor lastEventId is sent.")] string? after = null,
            [Description("The same as Last-Event-ID, for clients that cannot set headers.")] string? lastEventId = null) =>
            endpoint.Serve(http, topics, PositionOf(http.Request.Headers[LastEventId], lastEventId, after)))
        .WithName("FollowEvents").WithTags("Live").WithSummary("Server-sent events: entries, rankings and counts after a cursor; Last-Event-ID, lastEventId and after resume.")
        .WithDescription("The events are described at `/asyncapi.yaml`.")
        .WithMetadata(new QueryParameters(LiveQuery.Key, ReaderToken.Parameter)).Takes(Position).Produces<string>(StatusCodes.Status200OK, contentType: "text/event-stream");

    /// <summary>
    /// Returns the newest position that the reader has sent, or null: EventSource sends <c>Last-Event-ID</c> when it reconnects, polyfills
    /// <c>lastEventId</c>, and both repeat the <c>after</c> of their first request. An error would end an EventSource, so that any other text
    /// counts as a cursor of another hub, which cannot be resumed.
    /// </summary>
    private static string? PositionOf(string? lastEventId, string? lastEventIdInQuery, string? after)
    {
        var sent = new[] { lastEventId, lastEventIdInQuery, after }.FirstOrDefault(text => text is { Length: > 0 });
        return sent is null || Cursor.TryParse(sent, out _) ? sent : ForeignCursor;
    }

    private async Task Serve(HttpContext http, string topics, string? after)
    {
        var requested = topics.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (subscriptions.Validate(null, requested, after) is { } reason)
        {
            await Problem.Invalid(nameof(topics), reason).ExecuteAsync(http);
            return;
        }

        if (HttpMethods.IsHead(http.Request.Method))
        {
            Prepare(http);
            return;
        }

        var transport = new EventStreamTransport(http, formats.Events, time);
        var outbox = new Outbox(transport, metrics, time);
        using var lease = limiter.TryAcquire(http.Connection.RemoteIpAddress, TransportName, transport, outbox, http.User, out var refusal);
        if (lease is null) await refusal!.WriteTo(http);
        else await Follow(http, transport, outbox, requested, after);
    }

    private async Task Follow(HttpContext http, EventStreamTransport transport, Outbox outbox, string[] topics, string? after)
    {
        readers.IssueCookie(http);
        Prepare(http);
        var connection = new Connection(outbox, http.Connection.RemoteIpAddress);
        try
        {
            outbox.Hold(OutboxHolds.Answer); // new messages must follow the missed entries
            var (snapshot, rest) = await subscriptions.Subscribe(connection, topics, after, http.RequestAborted);
            await outbox.Write(Packet.AsIs(OpeningOf(snapshot)));
            var cursor = rest is null ? snapshot.Cursor : snapshot.Cursor with { Sequence = await rest.Run(outbox, http.RequestAborted) };
            await outbox.Write(Packet.AsIs(formats.Events.Encode(new Message(LiveMethods.Live, new CaughtUp(cursor), cursor))));
            outbox.Release(OutboxHolds.Answer);
            await transport.Closed.WaitAsync(http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The reader disconnected.
        }
        finally
        {
            registry.Close(connection);
        }
    }

    private static void Prepare(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentType = "text/event-stream";
        headers.CacheControl = "no-store, no-transform";
        headers["X-Accel-Buffering"] = "no"; // nginx would buffer the response
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // Outbox.AbortIfStalled detects stalled readers instead.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }

    private ReadOnlyMemory<byte> OpeningOf(Snapshot snapshot)
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
    }
}
