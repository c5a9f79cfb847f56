using System.Net;
using System.Net.WebSockets;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Limits of live connections: a refusal names the limit and does not affect open connections.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private const int Connections = 4;

    private HubProcess _hub = null!;

    public async Task InitializeAsync() => _hub = await HubProcess.StartFresh(
        ("NewsHub:Live:MaxConnectionsPerAddress", $"{Connections}"), ("NewsHub:Live:MaxTopics", "2"),
        ("NewsHub:Live:MaxCallsPerSecond", "1"), ("NewsHub:Live:MaxMessageBytes", "2048"));

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Connections_per_address_are_limited_over_all_transports_and_released_on_close()
    {
        using var http = new HttpClient { BaseAddress = _hub.Address };
        var sockets = new List<RawSocket>();
        for (var i = 0; i < Connections - 1; i++) sockets.Add(await RawSocket.Open(_hub.Address));
        using var events = await http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);

        var refusal = await Assert.ThrowsAsync<IOException>(() => RawSocket.Open(_hub.Address));
        using var refusedEvents = await http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);
        using var negotiation = await http.PostAsync("/live/negotiate?negotiateVersion=1", null);
        using var negotiationWithId = await http.PostAsync("/live/negotiate?negotiateVersion=1&id=x", null);

        Assert.Contains("429", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, refusedEvents.StatusCode);
        Assert.Contains($"{Connections} live connections", await refusedEvents.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (negotiation.StatusCode, negotiationWithId.StatusCode));
        foreach (var socket in sockets) await socket.DisposeAsync();
        await Eventually.Is(async () =>
        {
            using var retry = await http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);
            return retry.StatusCode;
        }, status => status is HttpStatusCode.OK);
    }

    [Fact]
    public async Task Topics_per_connection_are_limited()
    {
        using var http = new HttpClient { BaseAddress = _hub.Address };
        await using var socket = await RawSocket.Open(_hub.Address);
        await socket.Send("""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[["news","breaking","section/world"],null]}""");

        Assert.Contains("at most 2 topics", await socket.Receive("\"type\":3"), StringComparison.Ordinal);
        using var events = await http.GetAsync("/live/events?topics=news,breaking,section/world");
        Assert.Equal(HttpStatusCode.BadRequest, events.StatusCode);
        Assert.Contains("at most 2 topics", await events.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_over_the_rate_limit_are_refused_and_the_connection_stays_open()
    {
        await using var socket = await RawSocket.Open(_hub.Address);
        for (var call = 0; call < 15; call++)
            await socket.Send($$"""{"type":1,"invocationId":"{{call}}","target":"Unsubscribe","arguments":[["news"]]}""");

        Assert.Contains("UnavailableException: At most 1 calls a second", await socket.Receive("At most"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":1,"invocationId":"1","target":"Unsubscribe","arguments":[["news"]]}""")]
    [InlineData("""{"type":1,"target":"NoSuchMethod","arguments":[]}""")]
    [InlineData("""{"type":6}""")]
    public async Task Client_that_goes_on_over_the_rate_limit_is_closed(string message)
    {
        await using var socket = await RawSocket.Open(_hub.Address);
        try
        {
            for (var sent = 0; sent < 100; sent++) await socket.Send(message);
        }
        catch (Exception closed) when (closed is WebSocketException or IOException)
        {
            // The hub closed the connection while this client was sending.
        }

        while (await socket.Receive() is not null)
        {
            // Refusals come before the close.
        }

        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Too many messages; reconnect and send fewer."), socket.Closed);
    }

    [Fact]
    public async Task Message_over_the_size_limit_closes_the_connection_with_a_reason()
    {
        await using var socket = await RawSocket.Open(_hub.Address);
        await socket.Send($$"""{"type":1,"invocationId":"1","target":"Read","arguments":["{{new string('a', 3000)}}"]}""");

        while (await socket.Receive() is not null)
        {
            // The close message of SignalR comes before the WebSocket close.
        }

        Assert.Equal((WebSocketCloseStatus.MessageTooBig, "A message may have at most 2048 bytes."), socket.Closed);
    }
}
