using System.Net;
using System.Net.Sockets;
using System.Text;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Load.Transports;

namespace NewsHub.Traffic.Reads;

/// <summary>A reader's SignalR connection whose calls block; each belongs to one thread.</summary>
internal sealed class ReadLine : IDisposable
{
    /// <summary>What is sent ahead of the hub: with 50 reads a frame no more than 200 wait in a connection.</summary>
    private const int MaxUnanswered = 4;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Leftover _bytes = new();
    private readonly Leftover _text = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _unanswered;

    /// <param name="agent">The User-Agent: without a cookie it and the address make a reader.</param>
    public ReadLine(Uri hub, string agent)
    {
        _socket.Connect(IPAddress.Loopback, hub.Port);
        _socket.Send(WebSocketFrame.Upgrade(new Uri(hub, "/live"), agent));
        for (var isUpgraded = false; !isUpgraded;)
        {
            var bytes = Receive();
            if (isUpgraded = HttpHead.TryRead(bytes, out var head)) bytes = bytes[head.Length..];
            if (isUpgraded && head.Status is not 101) throw new HubException($"The hub refuses a connection: {head.Status}.");
            _bytes.Keep(bytes);
        }

        _socket.Send(SignalRMessages.Handshake);
        for (var isOpen = false; !isOpen;) Take(_ => isOpen = true);
    }

    /// <summary>Sends a frame of reads; waits while too many are unanswered.</summary>
    public void Send(byte[] reads)
    {
        while (_unanswered >= MaxUnanswered) TakeAnswers();
        _socket.Send(reads);
        _unanswered++;
    }

    /// <summary>Waits until every read has been taken by the hub.</summary>
    public void Settle()
    {
        while (_unanswered > 0) TakeAnswers();
    }

    /// <summary>Follows a topic; the thread then belongs to <paramref name="told"/> until the connection ends.</summary>
    public void Follow(string topic, Action<string> told)
    {
        _socket.Send(SignalRMessages.Subscribe(topic, after: null));
        while (true) Take(told);
    }

    public void Dispose() => _socket.Dispose();

    private void TakeAnswers() => Take(message =>
    {
        if (SignalRMessages.TypeOf(Encoding.UTF8.GetBytes(message)) is not MessageType.Completion) return;
        if (message.Contains("\"error\":", StringComparison.Ordinal)) throw new HubException($"The hub does not count a read: {message}");
        _unanswered--;
    });

    private void Take(Action<string> told)
    {
        var bytes = Receive();
        while (WebSocketFrame.TryRead(bytes, out var frame) && bytes.Length >= frame.Length)
        {
            var payload = bytes.Slice(frame.Header, frame.Payload);
            if (frame.Opcode is WebSocketFrame.Close) throw new HubException($"The hub closed a connection: {Encoding.UTF8.GetString(payload)}");
            if (frame.Opcode is WebSocketFrame.Ping) _socket.Send(WebSocketFrame.Write(WebSocketFrame.Pong, payload));
            else if (frame.Opcode is not WebSocketFrame.Pong) TakeText(payload, told);
            bytes = bytes[frame.Length..];
        }

        _bytes.Keep(bytes);
    }

    private void TakeText(ReadOnlySpan<byte> payload, Action<string> told)
    {
        var text = _text.With(payload);
        while (SignalRMessages.TryTake(ref text, out var message)) told(Encoding.UTF8.GetString(message));
        _text.Keep(text);
    }

    private ReadOnlySpan<byte> Receive()
    {
        var received = _socket.Receive(_buffer);
        return received > 0 ? _bytes.With(_buffer.AsSpan(0, received)) : throw new HubException("The hub closed a connection.");
    }
}
