using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.SignalR;

namespace NewsHub.Gateway.Sockets;

/// <summary>
/// SignalR over WebSockets with a transport of our own. SignalR's copies each message into two pipes and crosses two threads before it
/// reaches the socket; here the outbox writes a shared frame straight to the connection. Handshake, reading and SignalR itself are the
/// libraries'.
/// <code>
/// 1 may they come in?   2 upgrade, with the outbox in between   3 read frames into SignalR's input   4 SignalR runs   5 close
/// </code>
/// </summary>
internal sealed class SocketEndpoint(ConnectionLimiter limiter, HubConnectionHandler<LiveHub> hub, IOptions<LiveOptions> options, LiveMetrics metrics, TimeProvider time)
{
    private const string TransportName = "webSockets";

    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    /// <summary>How long a client that broke a rule may take to leave by itself.</summary>
    private static readonly TimeSpan LeavePatience = TimeSpan.FromMilliseconds(500);

    /// <summary>What a client may send ahead of SignalR's reading: as SignalR's own transports.</summary>
    private static readonly PipeOptions Input = new(
        pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024, minimumSegmentSize: 1024, useSynchronizationContext: false);

    // SignalR pings by itself; a timer per socket would only cost.
    private static readonly WebSocketOptions Protocol = new() { KeepAliveInterval = TimeSpan.Zero };

    public static bool IsFor(HttpContext http) =>
        http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>The pipeline that serves what <see cref="IsFor"/> recognises.</summary>
    public RequestDelegate Build(IApplicationBuilder pipeline)
    {
        pipeline.Use((http, next) => limiter.Refuse(http.Connection.RemoteIpAddress) is { } refusal ? refusal.Answer(http) : next(http)); // 1
        pipeline.Use((http, next) => // 2
        {
            var transport = new SocketTransport(http);
            var outbox = new Outbox(transport, metrics, time);
            http.Features.Set(transport);
            http.Features.Set(outbox);
            SharedUpgrade.On(http, transport, outbox);
            return next(http);
        });
        pipeline.UseWebSockets(Protocol);
        pipeline.Run(Serve);
        return pipeline.Build();
    }

    private async Task Serve(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await TypedResults.Problem("This is no WebSocket handshake.", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(http);
            return;
        }

        var (transport, outbox) = (http.Features.GetRequiredFeature<SocketTransport>(), http.Features.GetRequiredFeature<Outbox>());
        // A stalled reader is ours to judge.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var lease = limiter.Enter(http.Connection.RemoteIpAddress, TransportName, transport, outbox, http.User);
        var input = new Pipe(Input);
        transport.Input = input.Reader;
        var connection = Connect(http, transport, outbox); // not disposed: it aborts in the background, perhaps later than we are done

        var reading = Read(socket, input.Writer, http.RequestAborted); // 3; true: a message was too long
        using (http.RequestAborted.Register(connection.Abort)) await hub.OnConnectedAsync(connection); // 4
        if (!await Close(socket, transport, reading, http.RequestAborted)) http.Abort(); // 5
    }

    private static DefaultConnectionContext Connect(HttpContext http, SocketTransport transport, Outbox outbox)
    {
        var connection = new DefaultConnectionContext(http.TraceIdentifier, new Duplex(transport.Input, new SocketOutput(transport, outbox)), application: null!)
        {
            User = http.User,
        };
        connection.Features.Set(transport);
        connection.Features.Set(outbox);
        connection.Features.Set<IHttpContextFeature>(transport);
        connection.Features.Set<IHttpTransportFeature>(transport);
        connection.Features.Set<ITransferFormatFeature>(transport);
        connection.Features.Set<IConnectionHeartbeatFeature>(transport);
        return connection;
    }

    private async Task<bool> Read(WebSocket socket, PipeWriter input, CancellationToken aborted)
    {
        var length = 0;
        try
        {
            while (true)
            {
                await socket.ReceiveAsync(Memory<byte>.Empty, aborted); // waits without a buffer
                var received = await socket.ReceiveAsync(input.GetMemory(), aborted);
                if (received.MessageType is WebSocketMessageType.Close) break;
                input.Advance(received.Count);
                length += received.Count;
                if (length > options.Value.MaxMessageBytes) break;
                if (received.EndOfMessage) length = 0;
                if ((await input.FlushAsync(aborted)).IsCompleted) break;
            }
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException or IOException)
        {
            // The client is gone without a word: SignalR learns it from its input's end.
        }

        await input.CompleteAsync();
        if (length <= options.Value.MaxMessageBytes) return false;
        metrics.Refused("message");
        return true;
    }

    /// <summary>Says goodbye and waits for the client's; false: it did not come.</summary>
    private async Task<bool> Close(WebSocket socket, SocketTransport transport, Task<bool> reading, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(ClosePatience);
        try
        {
            // SignalR's clients leave when SignalR has said goodbye; a close code that is an error would hide the answer before it from them.
            if (transport.Violation is not null) await Task.WhenAny(reading, Task.Delay(LeavePatience, time, patience.Token));
            var (status, reason) = reading is { IsCompletedSuccessfully: true } && await reading
                ? (WebSocketCloseStatus.MessageTooBig, $"A message has {options.Value.MaxMessageBytes} bytes at the most.")
                : transport.Violation is { } violation
                    ? (WebSocketCloseStatus.PolicyViolation, violation)
                    : (WebSocketCloseStatus.EndpointUnavailable, null);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(status, reason, patience.Token);
            await reading.WaitAsync(patience.Token);
            return true;
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException or IOException)
        {
            return false;
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
