using System.Net;
using System.Net.Sockets;
using System.Text;
using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Load.Transports;
using Xunit;

namespace NewsHub.Tests.Traffic.Load;

/// <summary>Readers over real sockets with a server that sends one byte at a time.</summary>
public sealed class LoadReaderTests : IDisposable
{
    private const string Entry11 = """{"cursor":"e.11","seq":11,"kind":"published"}""";
    private const string Entry12 = """{"cursor":"e.12","seq":12,"kind":"published"}""";
    private const string Answer10 = """{"cursor":"e.10","recovered":true,"entries":[]}""";
    private const string Answer12 = $$"""{"cursor":"e.12","recovered":true,"entries":[{{Entry11}},{{Entry12}}]}""";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public LoadReaderTests() => _server.Start();

    [Fact]
    public void SignalR_messages_split_into_bytes_are_read() => AssertRead(
        Transport.SignalR,
        "/live ",
        [
            .. "HTTP/1.1 101 Switching Protocols\r\n\r\n"u8, .. Frame("{}\u001e"),
            .. Frame($$$"""{"type":3,"invocationId":"1","result":{{{Answer10}}}}""" + "\u001e" + """{"type":1,"target":"entry","argum"""),
            .. Frame($"ents\":[{Entry11}]}}\u001e" + $$"""{"type":1,"target":"entry","arguments":[{{Entry12}}]}""" + "\u001e"),
        ]);

    [Fact]
    public void Event_stream_split_into_bytes_is_read() => AssertRead(
        Transport.Sse,
        "/live/events?topics=news ",
        [
            .. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8,
            .. Chunk("retry: 2000\n\nevent: live\nid: e.10\ndata: {\"cursor\":\"e.10\"}\n\nevent: ent"), .. Chunk($"ry\nid: e.11\ndata: {Entry11}\n\n: \n\n"),
            .. Chunk($"event: entry\nid: e.12\ndata: {Entry12}\n\n"),
        ]);

    [Fact]
    public void Poll_responses_split_into_bytes_are_read() => AssertRead(
        Transport.Poll,
        "/api/wire?topics=news&limit=500&wait=0 ",
        [
            .. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8, .. Chunk(Answer10[..20]), .. Chunk(Answer10[20..]), .. "0\r\n\r\n"u8,
            .. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Answer12.Length}\r\n\r\n{Answer12}"),
        ]);

    [Fact]
    public void Reconnecting_reader_sends_its_cursor()
    {
        using var run = Run(Transport.Poll);
        using var reader = new LoadReader(run, 0, stalls: false);
        reader.Dial();
        using (var first = Accept(out _))
        {
            Write(first, Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Answer12.Length}\r\n\r\n{Answer12}"));
            Assert.True(SpinWait.SpinUntil(() => reader.ReaderView.Newest is 12, Timeout));
        }

        Assert.True(SpinWait.SpinUntil(() => reader.State is ReaderState.Away, Timeout));
        reader.Dial();
        using var second = Accept(out var request);
        Assert.Contains("&after=e.12 ", request, StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();

    private void AssertRead(Transport transport, string path, byte[] script)
    {
        using var run = Run(transport);
        using var reader = new LoadReader(run, 0, stalls: false);
        reader.Dial();
        using var connection = Accept(out var request);
        Assert.StartsWith($"GET {path}", request, StringComparison.Ordinal);
        Write(connection, script);
        Assert.True(SpinWait.SpinUntil(() => reader.ReaderView.Newest is 12, Timeout));
        Assert.Equal((ReaderState.Live, 0L, 0L, 0L), (reader.State, reader.CountMissed([11, 12]), reader.ReaderView.Repeated, reader.ReaderView.OutOfOrder));
    }

    private LoadRun Run(Transport transport)
    {
        var endPoint = (IPEndPoint)_server.LocalEndpoint;
        var options = new LoadOptions
        {
            Readers = 1, Stalled = 0, Rate = 1, Publishers = 1, Length = TimeSpan.FromSeconds(1), Topic = "news", Transports = [transport],
        };
        return new LoadRun(new LoadTarget(new Uri($"http://{endPoint}"), "none", new ServerProcesses()), endPoint, options, TimeProvider.System);
    }

    private Socket Accept(out string request)
    {
        var connection = _server.AcceptSocket();
        connection.NoDelay = true;
        var bytes = new byte[4096];
        request = Encoding.ASCII.GetString(bytes, 0, connection.Receive(bytes));
        return connection;
    }

    private static void Write(Socket connection, byte[] script)
    {
        foreach (var one in script) connection.Send([one]);
    }

    private static byte[] Frame(string text) => [0x81, 126, (byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Chunk(string text) => Encoding.UTF8.GetBytes($"{text.Length:x}\r\n{text}\r\n");
}
