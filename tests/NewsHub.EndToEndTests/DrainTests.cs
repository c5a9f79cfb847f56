using System.Net;
using System.Net.WebSockets;
using System.Text;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Graceful shutdown: a stopping hub tells its readers to reconnect, and they resume after the restart.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Restarts_under_load_cause_no_gap_and_no_repeat_for_readers()
    {
        await using var hub = await HubProcess.StartFresh();
        using var newsroom = hub.OpenNewsroom();
        var start = (await Wire.CurrentCursor(newsroom.Http)).ToString();
        IRecorder[] readers =
        [
            new SignalRRecorder(hub.Address, Protocols.Json), new SignalRRecorder(hub.Address, Protocols.MessagePack),
            new EventRecorder(hub.Address), new LongPollRecorder(hub.Address),
        ];
        using var stop = new CancellationTokenSource();
        foreach (var reader in readers) reader.Tape.StartAt(start);
        var reading = readers.Select(reader => reader.Read(stop.Token)).ToArray();
        var acknowledged = new List<Receipt>();

        for (var restart = 0; restart < 3; restart++)
        {
            var publishing = PublishUntilItStops(newsroom, acknowledged);
            await Eventually.Is(() => readers.All(reader => acknowledged.Count > 20 * (restart + 1) && reader.Tape.Count > 5));
            var code = await hub.Stop();
            Assert.True(code == 0, $"The hub exited with code {code}:\n{hub.Output}");
            await publishing;
            await hub.Start();
        }

        acknowledged.Add(await newsroom.Publish("After all"));
        await Eventually.Is(() => readers.All(reader => WireCursor.Parse(reader.Tape.Cursor!).Seq >= acknowledged[^1].Seq));
        await stop.CancelAsync();
        await Task.WhenAll(reading);

        foreach (var reader in readers)
        {
            var sequences = reader.Tape.Entries.Select(entry => entry.Seq).ToArray();
            Assert.Equal(sequences.Distinct().Order(), sequences);
            Assert.Empty(acknowledged.Select(receipt => receipt.Seq).Except(sequences));
            await reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task Long_polls_are_answered_when_the_hub_stops()
    {
        await using var hub = await HubProcess.StartFresh();
        using var http = new HttpClient { BaseAddress = hub.Address };
        var cursor = await Wire.CurrentCursor(http);
        var poll = http.GetAsync($"/api/wire?after={cursor}&wait=30");
        Assert.NotEmpty(await http.GetStringAsync("/health/live")); // the poll has arrived before

        var code = await hub.Stop();

        using var answer = await poll;
        Assert.Equal((0, HttpStatusCode.OK), (code, answer.StatusCode));
        Assert.Contains(cursor.ToString(), await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("ungraceful", hub.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Stopping_hub_is_not_ready_refuses_new_connections_and_sends_move_before_it_closes_connections()
    {
        await using var hub = await HubProcess.StartFresh();
        using var http = new HttpClient { BaseAddress = hub.Address, Timeout = Timeout.InfiniteTimeSpan };
        using var events = await http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await events.Content.ReadAsStreamAsync());
        await ReadUntil(lines, "event: live");
        using var socket = await Handshake(hub.Address);

        var stopping = hub.Stop();
        await ReadUntil(lines, "event: move");
        Assert.Equal("data: 1", await lines.ReadLineAsync());
        Assert.Contains("\"target\":\"move\",\"arguments\":[1]", await Message(socket), StringComparison.Ordinal);
        using var ready = await http.GetAsync("/health/ready");
        using var refused = await http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);
        using var negotiation = await http.PostAsync("/live/negotiate?negotiateVersion=1", null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("about to stop", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, negotiation.StatusCode);
        Assert.Equal("{\"type\":7,\"allowReconnect\":true}\u001e", await Message(socket));
        Assert.Equal(WebSocketMessageType.Close, (await socket.ReceiveAsync(new byte[16], CancellationToken.None)).MessageType);
        Assert.DoesNotContain("event:", await lines.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await stopping);
    }

    private static async Task PublishUntilItStops(Newsroom newsroom, List<Receipt> acknowledged)
    {
        try
        {
            while (true) acknowledged.Add(await newsroom.Publish($"Headline {acknowledged.Count}"));
        }
        catch (Exception refusal) when (refusal is HttpRequestException or InvalidOperationException)
        {
            // The hub has stopped.
        }
    }

    private static async Task ReadUntil(StreamReader lines, string text)
    {
        while (await lines.ReadLineAsync() is { } line)
            if (line == text)
                return;
        throw new EndOfStreamException($"The stream ended without the line '{text}'.");
    }

    private static async Task<ClientWebSocket> Handshake(Uri hub)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(hub) { Scheme = "ws", Path = "/live" }.Uri, CancellationToken.None);
        await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal("{}\u001e", await Message(socket));
        return socket;
    }

    private static async Task<string> Message(ClientWebSocket socket)
    {
        var bytes = new byte[4096];
        var received = await socket.ReceiveAsync(bytes, CancellationToken.None);
        return Encoding.UTF8.GetString(bytes, 0, received.Count);
    }
}
