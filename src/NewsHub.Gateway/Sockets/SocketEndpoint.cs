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
using NewsHub.Http;
using NewsHub.Trending.Counting;

namespace NewsHub.Gateway.Sockets;

/// <summary>
/// Serves SignalR over WebSockets with a transport of our own. SignalR's transport copies each message into two pipes and crosses two threads
/// before it reaches the socket; here the outbox writes a shared frame directly to the connection. The handshake, reading and SignalR itself
/// are the libraries'.
/// <code>
/// 1 upgrade, with the outbox in between   2 check the limits   3 read frames into SignalR's input   4 run SignalR   5 close
/// </code>
/// </summary>
internal sealed class SocketEndpoint(ConnectionLimiter limiter, HubConnectionHandler<LiveHub> hub, ReaderIdentifier readers, IOptions<LiveOptions> options, LiveMetrics metrics, TimeProvider time)
{
    private const string TransportName = "webSockets";

    /// <summary>How long the close handshake may take.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a client that violated a policy may take to close the connection itself.</summary>
    private static readonly TimeSpan ClientCloseTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>How much a client may send ahead of SignalR's reading. The same as in SignalR's own transports.</summary>
    private static readonly PipeOptions Input = new(
        pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024, minimumSegmentSize: 1024, useSynchronizationContext: false);

    // SignalR sends its own pings, so a timer per socket is not needed.
    private static readonly WebSocketOptions Protocol = new() { KeepAliveInterval = TimeSpan.Zero };

    public static bool IsFor(HttpContext http) =>
        http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>Builds the pipeline for requests that match <see cref="IsFor"/>.</summary>
    public RequestDelegate Build(IApplicationBuilder pipeline)
    {
        pipeline.Use((http, next) => // 1
        {
            var transport = new SocketTransport(http);
            var outbox = new Outbox(transport, metrics, time);
            http.Features.Set(transport);
            http.Features.Set(outbox);
            SharedUpgrade.Install(http, transport, outbox);
            return next(http);
        });
        pipeline.UseWebSockets(Protocol);
        pipeline.Run(Serve);
        return pipeline.Build();
    }

    private async Task Serve(HttpContext http)
    {
        var (transport, outbox) = (http.Features.GetRequiredFeature<SocketTransport>(), http.Features.GetRequiredFeature<Outbox>());
        // Outbox.AbortIfStalled detects stalled readers instead.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        using var lease = limiter.TryAcquire(http.Connection.RemoteIpAddress, TransportName, transport, outbox, http.User, out var refusal); // 2
        if (lease is null)
        {
            await refusal!.WriteTo(http);
            return;
        }

        if (!http.WebSockets.IsWebSocketRequest)
        {
            await Problem.Of(StatusCodes.Status400BadRequest, "The request is not a WebSocket handshake.").ExecuteAsync(http);
            return;
        }

        readers.IssueCookie(http);
        transport.IsCompressed = DeflateOffer.TryTake(http.Request.Headers);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            // Dangerous where a message has a secret beside a text of somebody else: news has none.
            DangerousEnableCompression = transport.IsCompressed,
            DisableServerContextTakeover = true,
        });
        var input = new Pipe(Input);
        transport.Input = input.Reader;
        var connection = Connect(http, transport, outbox); // not disposed: its Abort runs in the background and may outlast this method

        var reading = Read(socket, transport, input.Writer, http.RequestAborted); // 3
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

    /// <summary>Copies received messages to SignalR. Returns true if a message was too long.</summary>
    private async Task<bool> Read(WebSocket socket, SocketTransport transport, PipeWriter input, CancellationToken aborted)
    {
        var (length, counter, pace) = (0, new MessageCounter(), new Pace());
        try
        {
            while (true)
            {
                await socket.ReceiveAsync(Memory<byte>.Empty, aborted); // waits without a buffer
                var buffer = input.GetMemory();
                var received = await socket.ReceiveAsync(buffer, aborted);
                if (received.MessageType is WebSocketMessageType.Close) break;
                var messages = counter.Count(buffer.Span[..received.Count]);
                if (counter.IsHandshakeTooLong)
                {
                    metrics.Refused("message");
                    transport.Close($"The handshake may have at most {MessageCounter.MaxHandshakeBytes} bytes.");
                    break;
                }

                // An empty frame costs as much as a message.
                if (pace.Charge(Math.Max(messages, received.EndOfMessage ? 1 : 0), options.Value.MaxCallsPerSecond, CallLimit.Burst, time) > TimeSpan.FromSeconds(CallLimit.Burst))
                {
                    metrics.Refused("messages");
                    transport.Close(CallLimit.TooManyMessages);
                    break;
                }

                input.Advance(received.Count);
                length += received.Count;
                if (length > options.Value.MaxMessageBytes) break;
                if (received.EndOfMessage) length = 0;
                if ((await input.FlushAsync(aborted)).IsCompleted) break;
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException or IOException)
        {
            // The client left without closing. SignalR sees the end of its input.
        }

        await input.CompleteAsync();
        if (length <= options.Value.MaxMessageBytes) return false;
        metrics.Refused("message");
        return true;
    }

    /// <summary>Closes the WebSocket and waits for the client's close frame. Returns false if none was received in time.</summary>
    private async Task<bool> Close(WebSocket socket, SocketTransport transport, Task<bool> reading, CancellationToken aborted)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        timeout.CancelAfter(CloseTimeout);
        try
        {
            // SignalR's clients leave after SignalR's close message. A close code that is an error would hide the preceding answer from them.
            if (transport.Violation is not null) await Task.WhenAny(reading, Task.Delay(ClientCloseTimeout, time, timeout.Token));
            var (status, reason) = reading is { IsCompletedSuccessfully: true } && await reading
                ? (WebSocketCloseStatus.MessageTooBig, $"A message may have at most {options.Value.MaxMessageBytes} bytes.")
                : transport.Violation is { } violation
                    ? (WebSocketCloseStatus.PolicyViolation, violation)
                    : (WebSocketCloseStatus.EndpointUnavailable, null);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(status, reason, timeout.Token);
            await reading.WaitAsync(timeout.Token);
            return true;
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException or IOException)
        {
            return false;
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
