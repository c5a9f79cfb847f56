using System.Text;
using System.Text.Json;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>Messages of the SignalR JSON protocol.</summary>
internal static class SignalRMessages
{
    /// <summary>Terminates every message. A frame may hold several messages or a part of one.</summary>
    public const byte Separator = 0x1e;

    public static readonly byte[] Handshake = Frame("""{"protocol":"json","version":1}""");

    public static readonly byte[] Ping = Frame("""{"type":6}""");

    public static byte[] Subscribe(string topic, string? after) => Frame(
        $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[[{{JsonSerializer.Serialize(topic)}}],{{JsonSerializer.Serialize(after)}}]}""");

    /// <summary>One frame of at least one read. Only the last read requests a response, which comes after all are processed.</summary>
    public static byte[] Reads(IReadOnlyList<string> articles)
    {
        var payload = new List<byte>();
        for (var i = 0; i < articles.Count; i++)
        {
            var answer = i == articles.Count - 1 ? "\"invocationId\":\"1\"," : "";
            payload.AddRange(Encoding.UTF8.GetBytes($$"""{"type":1,{{answer}}"target":"Read","arguments":[{{JsonSerializer.Serialize(articles[i])}}]}"""));
            payload.Add(Separator);
        }

        return WebSocketFrame.Write(WebSocketFrame.Text, payload.ToArray());
    }

    /// <summary>Takes the next complete message without its separator and advances <paramref name="text"/> past it.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> message)
    {
        message = default;
        var end = text.IndexOf(Separator);
        if (end < 0) return false;
        message = text[..end];
        text = text[(end + 1)..];
        return true;
    }

    public static MessageType TypeOf(ReadOnlySpan<byte> message)
    {
        var key = "\"type\":"u8;
        var at = message.IndexOf(key) + key.Length;
        return at >= key.Length && at < message.Length ? (MessageType)(message[at] - '0') : MessageType.None;
    }

    private static byte[] Frame(string json) => WebSocketFrame.Write(WebSocketFrame.Text, [.. Encoding.UTF8.GetBytes(json), Separator]);
}

/// <summary>Message types that a client receives.</summary>
internal enum MessageType
{
    None = 0,
    Invocation = 1,
    Completion = 3,
    Ping = 6,
    Close = 7,
}
