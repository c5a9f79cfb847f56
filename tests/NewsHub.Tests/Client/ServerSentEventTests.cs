using System.Text;
using NewsHub.Client.Transports;
using Xunit;

namespace NewsHub.Tests.Client;

public sealed class ServerSentEventTests
{
    private const string Text = "retry: 2000\n\n: a comment\n\nid: 7f.1\nevent: entry\ndata: {\"a\":\"é\"}\n\nevent: live\r\ndata: 1\r\ndata:2\r\n\r\ndata\r\r";

    [Fact]
    public async Task Events_are_the_same_however_the_stream_is_cut()
    {
        for (var size = 1; size <= Text.Length + 1; size++)
            Assert.Equal([new("entry", "{\"a\":\"é\"}"), new("live", "1\n2"), new("message", "")], await Read(Text, size));
    }

    [Fact]
    public async Task An_event_that_was_cut_off_is_none() => Assert.Empty(await Read("event: entry\ndata: {\"a\":1}\n", 100));

    [Theory]
    [InlineData("")]
    [InlineData("\ndata: ")]
    public async Task An_event_without_end_is_not_kept(string between)
    {
        var endless = string.Join(between, Enumerable.Repeat(new string('x', 1000), (ServerSentEvent.MaxLength / 1000) + 2));

        await Assert.ThrowsAsync<InvalidDataException>(() => Read($"data: {endless}", 4096));
    }

    private static async Task<List<ServerSentEvent>> Read(string text, int size)
    {
        var events = new List<ServerSentEvent>();
        await foreach (var each in ServerSentEvent.Read(new Pieces(Encoding.UTF8.GetBytes(text), size), () => { }, CancellationToken.None)) events.Add(each);
        return events;
    }

    /// <summary>Hands out so many bytes at a time.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
