using System.Net;
using System.Net.Sockets;
using System.Text;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Load.Transports;

namespace NewsHub.Traffic.Reads;

/// <summary>A SignalR connection of a reader with blocking calls. Used by one thread.</summary>
internal sealed class ReadConnection : IDisposable
{
    /// <summary>Maximum frames without a response. With 50 reads per frame at most 200 reads wait in a connection.</summary>
    private const int MaxPendingFrames = 4;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Leftover _bytes = new();
    private readonly Leftover _text = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _pendingFrames;

    /// <param name="agent">The User-Agent. Without a cookie, it and the address identify a reader.</param>
    public ReadConnection(Uri hub, string agent)
    {
        _socket.Connect(IPAddress.Loopback, hub.Port);
        _socket.Send(WebSocketFrame.Upgrade(new Uri(hub, "/live"), agent));
        for (var isUpgraded = false; !isUpgraded;)
        {
            var bytes = Receive();
            if (isUpgraded = HttpHead.TryRead(bytes, out var head)) bytes = bytes[head.Length..];
            if (isUpgraded && head.Status is not 101) throw new HubException($"The hub refused a connection: {head.Status}.");
            _bytes.Keep(bytes);
        }

        _socket.Send(SignalRMessages.Handshake);
        for (var isOpen = false; !isOpen;) Take(_ => isOpen = true);
    }

    /// <summary>Sends a frame of reads; blocks while too many frames have no response.</summary>
    public void Send(byte[] reads)
    {
        while (_pendingFrames >= MaxPendingFrames) ReceiveResponses();
        _socket.Send(reads);
        _pendingFrames++;
    }

    /// <summary>Waits until the hub has processed every read.</summary>
    public void WaitForResponses()
    {
        while (_pendingFrames > 0) ReceiveResponses();
    }

    /// <summary>Subscribes to a topic and calls <paramref name="onMessage"/> for each message until the connection ends.</summary>
    public void Follow(string topic, Action<string> onMessage)
    {
        _socket.Send(SignalRMessages.Subscribe(topic, after: null));
        while (true) Take(onMessage);
    }

    public void Dispose() => _socket.Dispose();

    private void ReceiveResponses() => Take(message =>
    {
        if (SignalRMessages.TypeOf(Encoding.UTF8.GetBytes(message)) is not MessageType.Completion) return;
        if (message.Contains("\"error\":", StringComparison.Ordinal)) throw new HubException($"The hub refused a read: {message}");
        _pendingFrames--;
    });

    private void Take(Action<string> onMessage)
    {
        var bytes = Receive();
        while (WebSocketFrame.TryRead(bytes, out var frame) && bytes.Length >= frame.Length)
        {
            var payload = bytes.Slice(frame.Header, frame.Payload);
            if (frame.Opcode is WebSocketFrame.Close) throw new HubException($"The hub closed a connection: {Encoding.UTF8.GetString(payload)}");
            if (frame.Opcode is WebSocketFrame.Ping) _socket.Send(WebSocketFrame.Write(WebSocketFrame.Pong, payload));
            else if (frame.Opcode is not WebSocketFrame.Pong) TakeText(payload, onMessage);
            bytes = bytes[frame.Length..];
        }

        _bytes.Keep(bytes);
    }

    private void TakeText(ReadOnlySpan<byte> payload, Action<string> onMessage)
    {
        var text = _text.With(payload);
        while (SignalRMessages.TryTake(ref text, out var message)) onMessage(Encoding.UTF8.GetString(message));
        _text.Keep(text);
    }

    private ReadOnlySpan<byte> Receive()
    {
        var received = _socket.Receive(_buffer);
        return received > 0 ? _bytes.With(_buffer.AsSpan(0, received)) : throw new HubException("The hub closed a connection.");
    }
}
