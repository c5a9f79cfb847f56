using System.Net.WebSockets;
using System.Text;

namespace NewsHub.Tests.Api;

/// <summary>A WebSocket to the live hub that sends arbitrary bytes as hub protocol messages.</summary>
internal sealed class LiveSocket : IDisposable
{
    private const byte Separator = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<LiveSocket> Open(Uri hub, string protocol, string? key)
    {
        var live = new LiveSocket();
        await live._socket.ConnectAsync(new UriBuilder(hub) { Scheme = "ws", Path = "/live", Query = key is null ? "" : $"access_token={key}" }.Uri, CancellationToken.None);
        await live.Send([.. Encoding.UTF8.GetBytes($$"""{"protocol":"{{protocol}}","version":1}"""), Separator]);
        await live.Receive();
        return live;
    }

    public Task SendJson(string message) => Send([.. Encoding.UTF8.GetBytes(message), Separator]);

    /// <summary>Sends a MessagePack message with a length prefix of seven bits per byte, lowest first.</summary>
    public Task SendPacked(byte[] message)
    {
        var length = new List<byte>();
        var remaining = message.Length;
        for (; remaining > 0x7f; remaining >>= 7) length.Add((byte)(remaining | 0x80));
        length.Add((byte)remaining);
        return Send([.. length, .. message]);
    }

    /// <summary>Waits for a message that contains the text. Returns false when the hub closes the connection first.</summary>
    public async Task<bool> WaitFor(string text)
    {
        while (await Receive() is { } message)
            if (message.Contains(text, StringComparison.Ordinal))
                return true;
        return false;
    }

    public void Dispose() => _socket.Dispose();

    // The hub may close the connection during the send.
    private async Task Send(byte[] bytes)
    {
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        catch (WebSocketException)
        {
        }
    }

    private async Task<string?> Receive()
    {
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(_buffer, CancellationToken.None);
                if (part.MessageType is WebSocketMessageType.Close) return null;
                message.Write(_buffer, 0, part.Count);
                if (part.EndOfMessage) return Encoding.Latin1.GetString(message.ToArray());
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }
}
