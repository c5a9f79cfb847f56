using System.Net.WebSockets;
using System.Text;

namespace NewsHub.Tests.Doors;

/// <summary>A WebSocket to the live hub that sends any bytes as messages of a hub protocol.</summary>
internal sealed class LiveSocket : IDisposable
{
    private const byte Separator = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<LiveSocket> Open(Uri hub, string protocol, string? key)
    {
        var live = new LiveSocket();
        await live._socket.ConnectAsync(new UriBuilder(hub) { Scheme = "ws", Path = "/live", Query = key is null ? "" : $"access_token={key}" }.Uri, CancellationToken.None);
        await live.Say([.. Encoding.UTF8.GetBytes($$"""{"protocol":"{{protocol}}","version":1}"""), Separator]);
        await live.Hear();
        return live;
    }

    public Task SayJson(string message) => Say([.. Encoding.UTF8.GetBytes(message), Separator]);

    /// <summary>Sends a MessagePack message with its length before it: seven bits in each byte, the lowest first.</summary>
    public Task SayPacked(byte[] message)
    {
        var length = new List<byte>();
        var rest = message.Length;
        for (; rest > 0x7f; rest >>= 7) length.Add((byte)(rest | 0x80));
        length.Add((byte)rest);
        return Say([.. length, .. message]);
    }

    /// <summary>Waits for a message that holds a text; false: the hub closed the connection instead.</summary>
    public async Task<bool> Hears(string text)
    {
        while (await Hear() is { } message)
            if (message.Contains(text, StringComparison.Ordinal))
                return true;
        return false;
    }

    public void Dispose() => _socket.Dispose();

    // The hub may close the connection while it is still being sent to.
    private async Task Say(byte[] bytes)
    {
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        catch (WebSocketException)
        {
        }
    }

    private async Task<string?> Hear()
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
