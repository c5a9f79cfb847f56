using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace NewsHub.EndToEndTests;

/// <summary>A SignalR client of few words over a WebSocket: it reads when it is told to.</summary>
public sealed class RawSocket : IAsyncDisposable
{
    private const char Separator = '\u001e';

    private readonly TcpClient _tcp = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private WebSocket _socket = null!;

    /// <summary>Whether the hub has cut the line; seen without reading.</summary>
    public bool IsCut => (int)_tcp.Client.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != 0;

    /// <summary>What the hub said when it ended the line.</summary>
    public (WebSocketCloseStatus? Status, string? Reason) Closed => (_socket.CloseStatus, _socket.CloseStatusDescription);

    /// <summary>Connects and shakes hands.</summary>
    /// <param name="receiveBuffer">Bytes that the kernel keeps for who does not read; 0: as many as it likes.</param>
    /// <exception cref="IOException">The hub refused; the message is its answer.</exception>
    public static async Task<RawSocket> Open(Uri hub, int receiveBuffer = 0)
    {
        var raw = new RawSocket();
        if (receiveBuffer > 0) raw._tcp.ReceiveBufferSize = receiveBuffer;
        await raw._tcp.ConnectAsync(hub.Host, hub.Port);
        var stream = raw._tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /live HTTP/1.1\r\nHost: {hub.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Convert.ToBase64String(new byte[16])}\r\n\r\n"));
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var next = new byte[1];
            if (await stream.ReadAsync(next) == 0) throw new IOException(head.ToString());
            head.Append((char)next[0]);
        }

        if (!head.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal)) throw new IOException(head.ToString());
        raw._socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions());
        await raw.Say("{\"protocol\":\"json\",\"version\":1}");
        await raw.Hear();
        return raw;
    }

    public Task Say(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message + Separator), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task Subscribe(string topic, string? after = null) =>
        Say($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[["{{topic}}"],{{(after is null ? "null" : $"\"{after}\"")}}]}""");

    /// <summary>The next messages that come together; null: the line has ended.</summary>
    public async Task<string?> Hear()
    {
        using var message = new MemoryStream();
        while (true)
        {
            try
            {
                var part = await _socket.ReceiveAsync(_buffer, CancellationToken.None);
                if (part.MessageType is WebSocketMessageType.Close) return null;
                message.Write(_buffer, 0, part.Count);
                if (part.EndOfMessage) return Encoding.UTF8.GetString(message.ToArray());
            }
            catch (Exception end) when (end is WebSocketException or IOException)
            {
                return null;
            }
        }
    }

    /// <summary>The next messages that hold a text.</summary>
    public async Task<string> Hear(string text)
    {
        while (await Hear() is { } message)
            if (message.Contains(text, StringComparison.Ordinal))
                return message;
        throw new IOException($"The line ended before {text} came.");
    }

    public ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }
}
