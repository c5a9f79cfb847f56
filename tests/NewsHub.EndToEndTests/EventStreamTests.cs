using System.Net;
using System.Net.ServerSentEvents;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>The bytes and headers of the server-sent event stream.</summary>
public sealed class EventStreamTests
{
    [Fact]
    public async Task Event_streams_are_multiplexed_over_one_HTTP_2_connection()
    {
        var (hub, address) = await HubProcess.StartWithHttp2();
        await using var running = hub;
        using var newsroom = hub.OpenNewsroom();
        using var http = new HttpClient
        {
            BaseAddress = address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var readers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead)));

        var receipt = await newsroom.Publish("Größe – 報");

        foreach (var reader in readers)
        {
            Assert.Equal(HttpVersion.Version20, reader.Version);
            var message = await First(await reader.Content.ReadAsStreamAsync(), "entry");
            Assert.Equal(receipt.Cursor, message.EventId);
            Assert.Contains("Größe – 報", System.Text.Json.JsonDocument.Parse(message.Data).RootElement.GetProperty("article").GetProperty("headline").GetString(), StringComparison.Ordinal);
            reader.Dispose();
        }
    }

    [Fact]
    public async Task Event_stream_sends_retry_live_and_keepalive_and_disables_caching_and_buffering()
    {
        await using var hub = await HubProcess.StartFresh();
        using var http = new HttpClient { BaseAddress = hub.Address };
        using var events = await http.GetAsync("/live/events?topics=news", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await events.Content.ReadAsStreamAsync());

        Assert.Matches("^retry: [1-9][0-9]{3}$", await lines.ReadLineAsync());
        Assert.Equal("", await lines.ReadLineAsync());
        Assert.Matches("^id: [0-9a-z]+[.]0$", await lines.ReadLineAsync());
        Assert.Equal("event: live", await lines.ReadLineAsync());
        Assert.Matches("^data: {\"cursor\":\"[0-9a-z]+[.]0\"}$", await lines.ReadLineAsync());
        Assert.Equal("", await lines.ReadLineAsync());
        Assert.Equal(":", (await lines.ReadLineAsync())?.Trim()); // a comment is sent after 15 seconds of silence
        Assert.Equal("text/event-stream", events.Content.Headers.ContentType?.ToString());
        Assert.True(events.Headers.CacheControl?.NoStore);
        Assert.Equal("no", events.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("*", events.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    private static async Task<SseItem<string>> First(Stream stream, string type)
    {
        await foreach (var message in SseParser.Create(stream).EnumerateAsync())
            if (message.EventType == type)
                return message;
        throw new EndOfStreamException($"The stream ended without an event of type {type}.");
    }
}
