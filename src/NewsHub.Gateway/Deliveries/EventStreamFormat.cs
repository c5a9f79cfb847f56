using System.Buffers;
using System.Text;
using System.Text.Json;

namespace NewsHub.Gateway.Deliveries;

/// <summary>
/// Server-sent events (WHATWG HTML, 9.2): the cursor as <c>id</c>, the method as <c>event</c>, JSON as <c>data</c>. JSON is written
/// without line breaks, so that one <c>data</c> line holds it.
/// </summary>
internal sealed class EventStreamFormat : PayloadFormat
{
    /// <summary>Sets the delay in milliseconds before a browser reconnects.</summary>
    public static byte[] Retry(int milliseconds) => Encoding.UTF8.GetBytes($"retry: {milliseconds}\n\n");

    public override ReadOnlyMemory<byte> Encode(Message message)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        if (message.Cursor is { } cursor) Encoding.UTF8.GetBytes($"id: {cursor}\n", text);
        Encoding.UTF8.GetBytes($"event: {message.Method}\ndata: ", text);
        text.Write(JsonSerializer.SerializeToUtf8Bytes(message.Content, message.Content.GetType(), LiveJson.All));
        text.Write("\n\n"u8);
        return text.WrittenMemory;
    }
}
