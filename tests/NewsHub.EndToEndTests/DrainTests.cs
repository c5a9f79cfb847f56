using System.Net;
using System.Net.WebSockets;
using System.Text;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>A hub that stops sends its readers away first, and one that comes again is gone on with.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Readers_see_nothing_of_a_rolling_restart_under_load()
    {
        await using var hub = await HubProcess.StartFresh();
        using var newsroom = hub.OpenNewsroom();
        var start = (await Wire.Now(newsroom.Http)).ToString();
        IRecorder[] readers =
        [
            new SignalRRecorder(hub.Address, Protocols.Json), new SignalRRecorder(hub.Address, Protocols.MessagePack),
            new EventRecorder(hub.Address), new LongPollRecorder(hub.Address),
        ];
        using var done = new CancellationTokenSource();
        foreach (var reader in readers) reader.Tape.Begin(start);
        var reading = readers.Select(reader => reader.Read(done.Token)).ToArray();
        var acknowledged = new List<Receipt>();

        for (var restarts = 0; restarts < 3; restarts++)
        {
            var publishing = PublishUntilItStops(newsroom, acknowledged);
            await Eventually.Is(() => readers.All(reader => acknowledged.Count > 20 * (restarts + 1) && reader.Tape.Count > 5));
            var code = await hub.Stop();
            Assert.True(code == 0, $"The hub ended with {code}:\n{hub.Output}");
            await publishing;
            await hub.Start();
        }

        acknowledged.Add(await newsroom.Publish("After all"));
        await Eventually.Is(() => readers.All(reader => Place.Parse(reader.Tape.Cursor!).Seq >= acknowledged[^1].Seq));
        await done.CancelAsync();
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
    public async Task Readiness_goes_off_newcomers_are_refused_and_readers_are_told_to_move_before_they_are_let_go()
    {
        await using var hub = await HubProcess.StartFresh();
        using var http = new HttpClient { BaseAddress = hub.Address, Timeout = Timeout.InfiniteTimeSpan };
        using var events = await http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await events.Content.ReadAsStreamAsync());
        await LineWith(lines, "event: live");
        using var socket = await Handshake(hub.Address);

        var stopping = hub.Stop();
        await LineWith(lines, "event: move");
        Assert.Equal("data: 1", await lines.ReadLineAsync());
        Assert.Contains("\"target\":\"move\",\"arguments\":[1]", await Message(socket), StringComparison.Ordinal);
        using var ready = await http.GetAsync("/health/ready");
        using var newcomer = await http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);
        using var negotiating = await http.PostAsync("/live/negotiate?negotiateVersion=1", null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, newcomer.StatusCode);
        Assert.Contains("about to stop", await newcomer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(newcomer.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, negotiating.StatusCode);
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

    private static async Task LineWith(StreamReader lines, string text)
    {
        while (await lines.ReadLineAsync() is { } line)
            if (line == text)
                return;
        throw new EndOfStreamException($"There was no {text}.");
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
