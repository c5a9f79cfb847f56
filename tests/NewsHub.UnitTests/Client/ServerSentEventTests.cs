using System.Text;
using NewsHub.Client.Transports;
using Xunit;

namespace NewsHub.Tests.Client;

public sealed class ServerSentEventTests
{
    private const string Text = "retry: 2000\n\n: a comment\n\nid: 7f.1\nevent: entry\ndata: {\"a\":\"é\"}\n\nevent: live\r\ndata: 1\r\ndata:2\r\n\r\ndata\r\r";

    [Fact]
    public async Task Events_do_not_depend_on_the_block_size_of_the_stream()
    {
        for (var size = 1; size <= Text.Length + 1; size++)
            Assert.Equal([new("entry", "{\"a\":\"é\"}"), new("live", "1\n2"), new("message", "")], await Read(Text, size));
    }

    [Fact]
    public async Task Incomplete_event_at_the_end_of_the_stream_is_ignored() => Assert.Empty(await Read("event: entry\ndata: {\"a\":1}\n", 100));

    [Theory]
    [InlineData("")]
    [InlineData("\ndata: ")]
    public async Task Event_longer_than_the_maximum_throws_InvalidDataException(string between)
    {
        var tooLong = string.Join(between, Enumerable.Repeat(new string('x', 1000), (ServerSentEvent.MaxLength / 1000) + 2));

        await Assert.ThrowsAsync<InvalidDataException>(() => Read($"data: {tooLong}", 4096));
    }

    private static async Task<List<ServerSentEvent>> Read(string text, int size)
    {
        var events = new List<ServerSentEvent>();
        await foreach (var each in ServerSentEvent.Read(new BlockStream(Encoding.UTF8.GetBytes(text), size), () => { }, CancellationToken.None)) events.Add(each);
        return events;
    }

    /// <summary>Returns at most <paramref name="size"/> bytes per read.</summary>
    private sealed class BlockStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
