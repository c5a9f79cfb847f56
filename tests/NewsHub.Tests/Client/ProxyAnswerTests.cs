using System.Net;
using NewsHub.Client;
using NewsHub.Tests.Api;
using NewsHub.TestServers;
using Xunit;
using static NewsHub.Tests.Client.Golden;
using static NewsHub.TestServers.HubProxy;
using HubProcess = NewsHub.Tests.Api.HubProcess;

namespace NewsHub.Tests.Client;

/// <summary>A wire behind a proxy or captive portal that answers in place of the hub for a while. Only the hub's own refusals end a wire.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class ProxyAnswerTests(HubProcess realHub) : IAsyncLifetime
{
    private const string Page = "<!doctype html><title>Sorry</title><h1>Sorry</h1>";

    private static readonly Dictionary<string, string> Answers = new()
    {
        ["401 with HTML"] = Reply("401 Unauthorized", "text/html", Page, "WWW-Authenticate: Basic\r\n"),
        ["403 with HTML"] = Reply("403 Forbidden", "text/html", Page),
        ["404 with HTML"] = Reply("404 Not Found", "text/html", Page),
        ["408 with HTML"] = Reply("408 Request Timeout", "text/html", Page),
        ["410 with HTML"] = Reply("410 Gone", "text/html", Page),
        ["429 with HTML"] = Reply("429 Too Many Requests", "text/html", Page),
        ["502 with HTML"] = Reply("502 Bad Gateway", "text/html", Page),
        ["200 with HTML"] = Reply("200 OK", "text/html; charset=utf-8", Page),
        ["204 without a body"] = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
        ["302 to a page that does not exist"] = "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        ["403 with problem details of the proxy"] = Reply("403 Forbidden", "application/problem+json", """{"title":"Forbidden","status":403,"detail":"Blocked by policy."}"""),
        ["404 with problem details of the proxy"] = Reply("404 Not Found", "application/problem+json", """{"title":"Not Found","status":404,"detail":"No route."}"""),
        ["400 with JSON that is not problem details"] = Reply("400 Bad Request", "application/json", """{"errors":{"topics":["none"]}}"""),
        ["400 with broken problem details"] = Reply("400 Bad Request", "application/problem+json", Page),
        ["an event stream that ends at once"] = Reply("200 OK", "text/event-stream", ": \n\n"),
        ["an event stream with other data"] = Reply("200 OK", "text/event-stream", "event: live\ndata: hello\n\n"),
        ["no HTTP at all"] = "SSH-2.0-OpenSSH_9.2\r\n",
    };

    private EventHub _hub = null!;
    private HubProxy _proxy = null!;
    private NewsWire? _wire;

    public static TheoryData<string> Names => [.. Answers.Keys];

    public async Task InitializeAsync()
    {
        _hub = await EventHub.Start();
        _proxy = new HubProxy(_hub.Address);
    }

    public async Task DisposeAsync()
    {
        if (_wire is not null) await _wire.DisposeAsync();
        await _proxy.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Wire_that_starts_while_the_proxy_answers_connects_afterwards(string answer)
    {
        _hub.Publish(EntryAt(42));
        _proxy.Answer = Answers[answer];
        var reader = Follow(_proxy);
        await IsAnswered(_proxy);
        _proxy.Answer = null;
        await reader.Receives("42");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Live_wire_resumes_without_a_gap_after_the_proxy_answered(string answer)
    {
        _hub.Publish(EntryAt(42));
        var reader = Follow(_proxy);
        await reader.Receives("42");
        _proxy.Answer = Answers[answer];
        _proxy.AbortConnections();
        _hub.Publish(EntryAt(43));
        await IsAnswered(_proxy);
        _proxy.Answer = null;
        await reader.Receives("42", "43");
    }

    [Theory]
    [InlineData("401 with HTML")]
    [InlineData("404 with HTML")]
    [InlineData("200 with HTML")]
    [InlineData("no HTTP at all")]
    public async Task Wire_over_SignalR_resumes_without_a_gap_after_the_proxy_answered(string answer)
    {
        await using var proxy = new HubProxy(realHub.Address);
        var story = await realHub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
        var reader = Follow(proxy, $"article/{story}");
        await reader.Reaches(WireState.Live);
        proxy.Answer = Answers[answer];
        proxy.AbortConnections();
        (await realHub.Send("POST", $"/api/articles/{story}/correct", """{"headline":"Ferry returns","note":"It returns."}""", realHub.Harbour)).Expect(200);
        await IsAnswered(proxy);
        proxy.Answer = null;
        await Eventually.Is(() => Task.FromResult(reader.Count), count => count == 2);
    }

    [Fact]
    public async Task Add_waits_while_the_proxy_answers()
    {
        var reader = Follow(_proxy);
        await reader.Reaches(WireState.Live);
        _proxy.Answer = Answers["404 with HTML"];
        var adding = _wire!.Add("section/sport");
        await IsAnswered(_proxy);
        _proxy.Answer = null;
        await adding;
        _hub.Publish(EntryAt(43, "section/sport"));
        await reader.Receives("43");
    }

    [Fact]
    public async Task Add_behind_a_proxy_throws_the_hubs_own_refusal()
    {
        var reader = Follow(_proxy);
        await reader.Reaches(WireState.Live);
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _wire!.Add("weather"));
        Assert.Equal("There is no topic weather.", refusal.Message);
    }

    [Theory]
    [InlineData("401 with HTML", HttpStatusCode.Unauthorized)]
    [InlineData("403 with problem details of the proxy", HttpStatusCode.Forbidden)]
    [InlineData("404 with HTML", HttpStatusCode.NotFound)]
    [InlineData("200 with HTML", HttpStatusCode.OK)]
    public async Task Read_and_reaction_that_the_proxy_answers_are_not_refusals(string answer, HttpStatusCode status)
    {
        var reader = Follow(_proxy);
        await reader.Reaches(WireState.Live);
        _proxy.Answer = Answers[answer];
        Assert.Equal(status, (await Assert.ThrowsAsync<HttpRequestException>(() => _wire!.Read("ferry-returns"))).StatusCode);
        Assert.Equal(status, (await Assert.ThrowsAsync<HttpRequestException>(() => _wire!.React("ferry-returns", "veryGood"))).StatusCode);
        Assert.Equal(WireState.Live, _wire!.State);
    }

    [Fact]
    public async Task Read_and_reaction_that_the_hub_refuses_throw_RefusedException_with_its_reason()
    {
        await using var proxy = new HubProxy(realHub.Address);
        await using var wire = new NewsWire(proxy.Address);
        Assert.Contains("article", (await Assert.ThrowsAsync<RefusedException>(() => wire.Read("nowhere"))).Message, StringComparison.Ordinal);
        Assert.Contains("reaction", (await Assert.ThrowsAsync<RefusedException>(() => wire.React("nowhere", "unheard-of"))).Message, StringComparison.Ordinal);
    }

    private RecordingReader Follow(HubProxy proxy, params string[] topics) =>
        RecordingReader.Start(_wire = new NewsWire(proxy.Address, new NewsWireOptions { Topics = topics.Length > 0 ? topics : ["news"] }));

    private static Task IsAnswered(HubProxy proxy) => Eventually.Is(() => Task.FromResult(proxy.AnsweredStreams), count => count > 0);
}
