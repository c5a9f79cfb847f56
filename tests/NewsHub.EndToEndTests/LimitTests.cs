using System.Net;
using System.Net.WebSockets;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>What live push refuses, with the reason; what is refused changes nothing for those who are inside.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private const int Connections = 4;

    private HubProcess _hub = null!;

    public async Task InitializeAsync() => _hub = await HubProcess.StartFresh(
        ("NewsHub:Live:MaxConnectionsPerAddress", $"{Connections}"), ("NewsHub:Live:MaxTopics", "2"),
        ("NewsHub:Live:MaxCallsPerSecond", "1"), ("NewsHub:Live:MaxMessageBytes", "2048"));

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task One_address_holds_so_many_connections_over_all_transports_and_gets_them_back()
    {
        using var http = new HttpClient { BaseAddress = _hub.Address };
        var sockets = new List<RawSocket>();
        for (var i = 0; i < Connections - 1; i++) sockets.Add(await RawSocket.Open(_hub.Address));
        using var events = await http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);

        var refusal = await Assert.ThrowsAsync<IOException>(() => RawSocket.Open(_hub.Address));
        using var moreEvents = await http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);
        using var negotiation = await http.PostAsync("/live/negotiate?negotiateVersion=1", null);

        Assert.Contains("429", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, moreEvents.StatusCode);
        Assert.Contains($"{Connections} live connections", await moreEvents.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, negotiation.StatusCode);
        foreach (var socket in sockets) await socket.DisposeAsync();
        await Eventually.Is(async () =>
        {
            using var again = await http.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);
            return again.StatusCode;
        }, status => status is HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_connection_follows_so_many_topics()
    {
        using var http = new HttpClient { BaseAddress = _hub.Address };
        await using var socket = await RawSocket.Open(_hub.Address);
        await socket.Say("""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[["news","breaking","section/world"],null]}""");

        Assert.Contains("at most 2 topics", await socket.Hear("\"type\":3"), StringComparison.Ordinal);
        using var events = await http.GetAsync("/live/events?topics=news,breaking,section/world");
        Assert.Equal(HttpStatusCode.BadRequest, events.StatusCode);
        Assert.Contains("at most 2 topics", await events.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_calls_too_often_is_told_so_and_stays()
    {
        await using var socket = await RawSocket.Open(_hub.Address);
        for (var call = 0; call < 20; call++)
            await socket.Say($$"""{"type":1,"invocationId":"{{call}}","target":"Unsubscribe","arguments":[["news"]]}""");

        Assert.Contains("At most 1 calls a second", await socket.Hear("At most"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_too_long_ends_the_connection_with_the_reason()
    {
        await using var socket = await RawSocket.Open(_hub.Address);
        await socket.Say($$"""{"type":1,"invocationId":"1","target":"Read","arguments":["{{new string('a', 3000)}}"]}""");

        while (await socket.Hear() is not null)
        {
            // SignalR's own goodbye.
        }

        Assert.Equal((WebSocketCloseStatus.MessageTooBig, "A message has 2048 bytes at the most."), socket.Closed);
    }
}
