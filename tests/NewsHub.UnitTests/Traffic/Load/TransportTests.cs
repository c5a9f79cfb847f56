using System.Text;
using NewsHub.Traffic.Load.Transports;
using Xunit;

namespace NewsHub.Tests.Traffic.Load;

public sealed class TransportTests
{
    private const string Chunks = "5\r\nhello\r\n7;name=value\r\n, world\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n";

    private const string Events = "retry: 2000\n\nevent: entry\nid: e.1\ndata: {\"seq\":1}\n\n: still here\n\nevent:live\r\nid:e.2\r\ndata:{}\r\n\r\n";

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Frame_is_parsed_when_its_header_is_complete(int length)
    {
        var frame = Frame(length);
        var header = frame.Length - length;
        for (var end = 0; end < header; end++) Assert.False(WebSocketFrame.TryRead(frame.AsSpan(0, end), out _));
        Assert.True(WebSocketFrame.TryRead(frame.AsSpan(0, header), out var read));
        Assert.Equal((WebSocketFrame.Text, header, length), (read.Opcode, read.Header, read.Payload));
    }

    [Fact]
    public void Messages_are_reassembled_across_frames()
    {
        var text = Encoding.UTF8.GetBytes("one\u001etwo and more\u001e\u001ethree\u001e");
        for (var first = 0; first <= text.Length; first++)
            for (var second = first; second <= text.Length; second++)
                Assert.Equal(["one", "two and more", "", "three"], Messages(text[..first], text[first..second], text[second..]));
    }

    [Fact]
    public void Only_the_last_read_of_a_frame_requests_a_response()
    {
        var bytes = SignalRMessages.Reads(["a", "b"]);
        const int mask = 4;
        Assert.True(WebSocketFrame.TryRead(bytes, out var frame));
        Assert.Equal(bytes.Length, frame.Length + mask);
        Assert.Equal(
            ["""{"type":1,"target":"Read","arguments":["a"]}""", """{"type":1,"invocationId":"1","target":"Read","arguments":["b"]}"""],
            Messages(bytes[(frame.Header + mask)..]));
    }

    [Theory]
    [InlineData("""{"type":1,"target":"entry"}""", 1)]
    [InlineData("""{"target":"entry","type":1}""", 1)]
    [InlineData("""{"type":6}""", 6)]
    [InlineData("""{"type":""", 0)]
    [InlineData("{}", 0)]
    public void Message_type_is_parsed(string message, int type) => Assert.Equal((MessageType)type, SignalRMessages.TypeOf(Encoding.UTF8.GetBytes(message)));

    [Fact]
    public void Events_are_reassembled_across_reads()
    {
        var text = Encoding.UTF8.GetBytes(Events);
        for (var cut = 0; cut <= text.Length; cut++)
            Assert.Equal(["||", """entry|e.1|{"seq":1}""", "||", "live|e.2|{}"], EventsIn(text[..cut], text[cut..]));
    }

    [Fact]
    public void Chunks_are_decoded_across_reads()
    {
        var bytes = Encoding.UTF8.GetBytes(Chunks);
        for (var first = 0; first <= bytes.Length; first++)
            for (var second = first; second <= bytes.Length; second++)
                Assert.Equal("hello, world0123456789abcdef", Joined(bytes[..first], bytes[first..second], bytes[second..]));
    }

    [Fact]
    public void Bytes_after_the_last_chunk_are_not_consumed()
    {
        var body = new ChunkedBody();
        var length = body.Decode(Encoding.UTF8.GetBytes(Chunks + "HTTP/1.1 200"), out var taken);
        Assert.Equal((28, Chunks.Length, true), (length, taken, body.IsOver));
    }

    [Fact]
    public void Chunk_without_a_size_is_rejected() =>
        Assert.Throws<FormatException>(() => new ChunkedBody().Decode("hello\r\n"u8.ToArray(), out _));

    [Fact]
    public void Response_head_is_parsed_when_it_is_complete()
    {
        var bytes = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nDate: today\r\ntransfer-encoding: chunked\r\n\r\n5\r\n");
        for (var end = 0; end < bytes.Length - 3; end++) Assert.False(HttpHead.TryRead(bytes.AsSpan(0, end), out _));
        Assert.True(HttpHead.TryRead(bytes, out var head));
        Assert.Equal(new HttpHead(200, bytes.Length - 3, ContentLength: null, IsChunked: true), head);
    }

    [Fact]
    public void Content_Length_is_parsed()
    {
        Assert.True(HttpHead.TryRead("HTTP/1.1 404 Not Found\r\nContent-Length: 17\r\n\r\n"u8, out var head));
        Assert.Equal((404, 17, false), (head.Status, head.ContentLength, head.IsChunked));
    }

    [Fact]
    public void Response_that_is_not_HTTP_is_rejected() => Assert.Throws<FormatException>(() => HttpHead.TryRead("SSH-2.0-OpenSSH\r\n\r\n"u8, out _));

    private static byte[] Frame(int length)
    {
        byte[] header = length switch
        {
            < 126 => [0x81, (byte)length],
            < 65_536 => [0x81, 126, (byte)(length >> 8), (byte)length],
            _ => [0x81, 127, 0, 0, 0, 0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length],
        };
        return [.. header, .. new byte[length]];
    }

    private static List<string> Messages(params byte[][] pieces)
    {
        var rest = new Leftover();
        List<string> messages = [];
        foreach (var piece in pieces)
        {
            var text = rest.With(piece);
            while (SignalRMessages.TryTake(ref text, out var message)) messages.Add(Encoding.UTF8.GetString(message));
            rest.Keep(text);
        }

        return messages;
    }

    private static List<string> EventsIn(params byte[][] pieces)
    {
        var rest = new Leftover();
        List<string> events = [];
        foreach (var piece in pieces)
        {
            var text = rest.With(piece);
            for (; ServerSentEvent.TryRead(text, out var read); text = text[read.Length..])
                events.Add($"{Encoding.UTF8.GetString(read.Name)}|{Encoding.UTF8.GetString(read.Id)}|{Encoding.UTF8.GetString(read.Data)}");
            rest.Keep(text);
        }

        return events;
    }

    private static string Joined(params byte[][] pieces)
    {
        var body = new ChunkedBody();
        var text = new StringBuilder();
        foreach (var piece in pieces) text.Append(Encoding.UTF8.GetString(piece.AsSpan(0, body.Decode(piece, out _))));
        Assert.True(body.IsOver);
        return text.ToString();
    }
}
