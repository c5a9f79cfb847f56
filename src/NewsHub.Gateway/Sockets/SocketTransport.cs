using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Sockets;

/// <summary>
/// A WebSocket whose frames are all written by the outbox: shared frames unchanged, and between them those of SignalR and of the WebSocket
/// protocol. Also provides the connection features that SignalR reads from its transport.
/// </summary>
internal sealed class SocketTransport(HttpContext http) : ITransport, IConnectionHeartbeatFeature, ITransferFormatFeature, IHttpContextFeature, IHttpTransportFeature
{
    private readonly List<(Action<object> Callback, object State)> _heartbeatCallbacks = [];
    private volatile PayloadFormat? _format;
    private volatile PipeReader? _input;
    private Stream? _stream;

    /// <summary>The pipe from which SignalR reads the client's messages.</summary>
    public PipeReader Input
    {
        get => _input ?? throw new InvalidOperationException("The socket is not open yet.");
        set => _input = value;
    }

    /// <summary>The format that the reader chose, known after SignalR's handshake.</summary>
    public PayloadFormat Format
    {
        get => _format ?? throw new InvalidOperationException("The format is not known before the SignalR handshake.");
        set => _format = value;
    }

    /// <summary>True when the client takes compressed messages.</summary>
    public bool IsCompressed { get; set; }

    public bool IsOpen => _format is not null;

    /// <summary>The request that opened the WebSocket. SignalR cannot replace it.</summary>
    public HttpContext? HttpContext
    {
        get => http;
        set => throw new NotSupportedException();
    }

    public HttpTransportType TransportType => HttpTransportType.WebSockets;

    /// <summary>The policy violation for which the hub closed the connection; null if there is none.</summary>
    public string? Violation { get; private set; }

    public TransferFormat SupportedFormats => TransferFormat.Text | TransferFormat.Binary;

    public TransferFormat ActiveFormat { get; set; } = TransferFormat.Text;

    /// <summary>The opcode of SignalR's own frames.</summary>
    public byte OwnOpcode => ActiveFormat is TransferFormat.Binary ? (byte)2 : (byte)1;

    public void Open(Stream stream) => _stream = stream;

    public ValueTask Write(Packet packet) =>
        (_stream ?? throw new WebSocketException(WebSocketError.InvalidState)).WriteAsync(packet.Frame, CancellationToken.None);

    public void OnHeartbeat(Action<object> action, object state)
    {
        lock (_heartbeatCallbacks) _heartbeatCallbacks.Add((action, state));
    }

    public void Tick(Outbox outbox)
    {
        lock (_heartbeatCallbacks)
            foreach (var (callback, state) in _heartbeatCallbacks)
                callback(state);
    }

    // SignalR then sends its close message and allows the client to reconnect.
    public void Close(string? violation)
    {
        Violation ??= violation;
        _input?.CancelPendingRead();
    }

    public void Abort() => http.Abort();
}
