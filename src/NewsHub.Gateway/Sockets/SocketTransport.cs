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
/// A WebSocket whose frames are written by the outbox alone: shared ones as they are, SignalR's own and the protocol's between them. It also
/// is what SignalR asks about its transport.
/// </summary>
internal sealed class SocketTransport(HttpContext http) : ITransport, IConnectionHeartbeatFeature, ITransferFormatFeature, IHttpContextFeature, IHttpTransportFeature
{
    private readonly List<(Action<object> Beat, object State)> _beats = [];
    private volatile PayloadFormat? _format;
    private Stream? _stream;

    /// <summary>Where SignalR reads what the client sends.</summary>
    public PipeReader Input
    {
        get => field ?? throw new InvalidOperationException("The socket is not open yet.");
        set;
    }

    /// <summary>The format that the reader chose; known once SignalR's handshake is done.</summary>
    public PayloadFormat Format
    {
        get => _format ?? throw new InvalidOperationException("Nothing is offered before the handshake.");
        set => _format = value;
    }

    public bool IsOpen => _format is not null;

    /// <summary>The request that became the socket; SignalR may not change it.</summary>
    public HttpContext? HttpContext
    {
        get => http;
        set => throw new NotSupportedException();
    }

    public HttpTransportType TransportType => HttpTransportType.WebSockets;

    /// <summary>Why the hub ended the connection; null: the client may stay as it is, or has left by itself.</summary>
    public string? Violation { get; private set; }

    public TransferFormat SupportedFormats => TransferFormat.Text | TransferFormat.Binary;

    public TransferFormat ActiveFormat { get; set; } = TransferFormat.Text;

    /// <summary>The opcode of the frames that SignalR itself writes.</summary>
    public byte OwnOpcode => ActiveFormat is TransferFormat.Binary ? (byte)2 : (byte)1;

    public void Open(Stream stream) => _stream = stream;

    public ValueTask Write(Packet packet) =>
        (_stream ?? throw new WebSocketException(WebSocketError.InvalidState)).WriteAsync(packet.Frame, CancellationToken.None);

    public void OnHeartbeat(Action<object> action, object state)
    {
        lock (_beats) _beats.Add((action, state));
    }

    public void Tick(Outbox outbox)
    {
        lock (_beats)
            foreach (var (beat, state) in _beats)
                beat(state);
    }

    // SignalR then says goodbye, and that the client may come back.
    public void Close(string? violation)
    {
        Violation ??= violation;
        Input.CancelPendingRead();
    }

    public void Abort() => http.Abort();
}
