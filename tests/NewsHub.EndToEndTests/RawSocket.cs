using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace NewsHub.EndToEndTests;

/// <summary>A minimal SignalR client over a WebSocket that reads only on request.</summary>
public sealed class RawSocket : IAsyncDisposable
{
    private const char Separator = '\u001e';

    private readonly TcpClient _tcp = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private WebSocket _socket = null!;

    /// <summary>True if the hub has reset the TCP connection; determined without reading.</summary>
    public bool IsAborted => (int)_tcp.Client.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != 0;

    /// <summary>Status and reason of the close frame from the hub.</summary>
    public (WebSocketCloseStatus? Status, string? Reason) Closed => (_socket.CloseStatus, _socket.CloseStatusDescription);

    /// <summary>Connects and completes the SignalR handshake.</summary>
    /// <param name="receiveBuffer">Size in bytes of the socket receive buffer; 0 for the system default.</param>
    /// <exception cref="IOException">The hub refused the upgrade; the message holds the response head.</exception>
    public static async Task<RawSocket> Open(Uri hub, int receiveBuffer = 0)
    {
        var client = new RawSocket();
        if (receiveBuffer > 0) client._tcp.ReceiveBufferSize = receiveBuffer;
        await client._tcp.ConnectAsync(hub.Host, hub.Port);
        var stream = client._tcp.GetStream();
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
        client._socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions());
        await client.Send("{\"protocol\":\"json\",\"version\":1}");
        await client.Receive();
        return client;
    }

    public Task Send(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message + Separator), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task Subscribe(string topic, string? after = null) =>
        Send($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[["{{topic}}"],{{(after is null ? "null" : $"\"{after}\"")}}]}""");

    /// <summary>Receives the next WebSocket message, which may hold several SignalR messages; null after the connection has closed.</summary>
    public async Task<string?> Receive()
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

    /// <summary>Receives until a WebSocket message contains <paramref name="text"/>.</summary>
    public async Task<string> Receive(string text)
    {
        while (await Receive() is { } message)
            if (message.Contains(text, StringComparison.Ordinal))
                return message;
        throw new IOException($"The connection closed before {text} arrived.");
    }

    public ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }
}
