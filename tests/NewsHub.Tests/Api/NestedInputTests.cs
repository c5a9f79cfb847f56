using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>
/// Sends input nested as deeply as its length allows to every endpoint of a hub with small stacks. The hub must respond, keep running and serve readers.
/// </summary>
[Trait("Category", "Slow")]
public sealed class NestedInputTests(SmallHub small) : IClassFixture<SmallHub>, IAsyncLifetime
{
    // Without escapes, which would make the body exceed the size limit.
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HubProcess _hub = small.Hub;

    public static TheoryData<Nesting> Texts { get; } = new(Nesting.All.Where(nesting => nesting.Language != "json"));

    public static TheoryData<Nesting> Json { get; } = new(Nesting.All.Where(nesting => nesting.Language == "json"));

    /// <summary>Positions in a JSON hub message that can contain a nested value.</summary>
    private static readonly string[] JsonMessages =
    [
        "{0}", """{"type":{0}}""", """{"a":{0},"type":6}""", """{"type":1,"target":{0},"arguments":[]}""", """{"type":1,"invocationId":{0},"target":"Read","arguments":[]}""",
        """{"type":1,"invocationId":"1","target":"Publish","arguments":{0}}""", """{"type":1,"invocationId":"1","target":"Publish","arguments":[{0}]}""",
        """{"type":1,"invocationId":"1","arguments":[{0}],"target":"Break"}""", """{"arguments":[{0}],"target":"Subscribe","invocationId":"1","type":1}""",
        """{"type":1,"invocationId":"1","target":"Publish","arguments":[{"headline":"Ferry","section":"world","tags":{0}}]}""",
        """{"type":1,"invocationId":"1","target":"Read","arguments":[{0}]}""", """{"type":1,"invocationId":"1","target":"Seen","arguments":["rising",{0}]}""",
        """{"type":1,"invocationId":"1","target":"Nothing","arguments":[{0}]}""", """{"type":1,"invocationId":"1","target":"Read","arguments":["a",{0}]}""",
        """{"type":1,"headers":{0},"target":"Read","arguments":["a"]}""", """{"type":1,"streamIds":{0},"target":"Read","arguments":["a"]}""",
        """{"type":2,"invocationId":"1","item":{0}}""", """{"type":3,"invocationId":"1","result":{0}}""", """{"type":4,"invocationId":"1","target":"Publish","arguments":[{0}]}""",
        """{"type":5,"invocationId":{0}}""", """{"type":7,"error":{0}}""",
    ];

    /// <summary>The same positions in MessagePack, as the hexadecimal bytes around the value.</summary>
    public static TheoryData<string> PackedMessages { get; } = new(
        "{0}", "91{0}", "9206{0}", "9207{0}", "9208{0}", "9209{0}",
        $"960180A131{PackString("Publish")}91{{0}}90", $"960180A131{PackString("Publish")}9181{PackString("headline")}{{0}}90", $"960180A131{PackString("Publish")}92C0{{0}}90", $"960180A131{PackString("Break")}91{{0}}90",
        $"960180A131{PackString("Subscribe")}92{{0}}C090", $"960180A131{PackString("Subscribe")}9290{{0}}90", $"960180A131{PackString("Read")}91{{0}}90", $"960180A131{PackString("Seen")}92A0{{0}}90",
        $"960180A131{PackString("Nothing")}91{{0}}90", $"960180A131{PackString("Read")}{{0}}90", $"960180A131{PackString("Read")}91C0{{0}}", "960180A131{0}9090", $"960180{{0}}{PackString("Read")}9090",
        $"960181A161{{0}}A131{PackString("Read")}91C090", $"9601{{0}}A131{PackString("Read")}91C090", "940280A131{0}", "950380A13103{0}", "950380A13101{0}", $"960480A131{PackString("Publish")}91{{0}}90", "930580{0}");

    /// <summary>Opening and closing bytes of a nesting level in MessagePack: arrays, maps, and maps as keys of maps.</summary>
    private static readonly (string Open, string Close)[] PackedLevels = [("91", ""), ("92C0", ""), ("DC0001", ""), ("DD00000001", ""), ("81A161", ""), ("81", "C0"), ("DF00000001A161", "")];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Assert.True(_hub.IsRunning, _hub.Output);
        (await _hub.GetPage(small.Article)).Expect(200);
        (await _hub.Get("/")).Expect(200);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_deeply_nested_body_is_published_or_rejected(Nesting nesting)
    {
        foreach (var levels in new[] { 150, 2_000, 9_000 }) ExpectResponse(await _hub.Send("POST", "/api/articles", Article(nesting.Text(levels), nesting.Language), _hub.Harbour));
        var body = Article(nesting.Text(), nesting.Language);
        foreach (var key in new[] { _hub.Harbour, null })
        {
            ExpectResponse(await _hub.Send("POST", "/api/articles", body, key));
            ExpectResponse(await _hub.Send("POST", "/api/breaking", body, key));
            ExpectResponse(await _hub.Send("PUT", "/api/articles/nested", body, key, headers: ("If-None-Match", "*")));
            ExpectResponse(await _hub.Send("POST", $"/api/articles/{small.Article}/correct", $$"""{"note":"a",{{body[1..]}}""", key));
            foreach (var packed in new[] { false, true })
            {
                await using var connection = await Connect(packed, key);
                foreach (var method in new[] { "Publish", "Break" }) await Call(connection, method, new { headline = "Ferry", section = "world", body = nesting.Text(), bodyFormat = nesting.Language });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Json))]
    public async Task Deeply_nested_JSON_gets_a_response_below_500_from_every_endpoint(Nesting nesting)
    {
        foreach (var body in new[] { nesting.Text(60), nesting.Text() })
            foreach (var key in new[] { _hub.Admin, null })
            {
                foreach (var path in new[] { "articles", "breaking", "keys", "impressions" }) ExpectResponse(await _hub.Send("POST", $"/api/{path}", body, key));
                foreach (var verb in new[] { "publish", "correct", "alert", "withhold", "redact", "kill", "reactions", "reads" })
                    ExpectResponse(await _hub.Send("POST", $"/api/articles/{(verb is "correct" or "alert" ? small.Article : "nowhere")}/{verb}", body, key));
                ExpectResponse(await _hub.Send("DELETE", $"/api/articles/{small.Article}/reactions", body, key));
                ExpectResponse(await _hub.Send("PUT", "/api/articles/nowhere", body, key, headers: ("If-Match", "*")));
                ExpectResponse(await _hub.Send("POST", "/live/negotiate?negotiateVersion=1", body, key));
            }
    }

    [Theory]
    [MemberData(nameof(Json))]
    public async Task Deeply_nested_JSON_in_a_hub_message_gets_a_response_or_closes_the_connection(Nesting nesting)
    {
        foreach (var levels in new[] { 60, int.MaxValue })
            foreach (var key in new[] { _hub.Harbour, null })
                foreach (var message in JsonMessages)
                {
                    using var socket = await LiveSocket.Open(_hub.Address, "json", key);
                    await socket.SendJson(message.Replace("{0}", nesting.Text(levels), StringComparison.Ordinal));
                    await socket.SendJson("""{"type":1,"invocationId":"afterwards","target":"Unsubscribe","arguments":[["news"]]}""");
                    await socket.WaitFor("afterwards");
                    Assert.True(_hub.IsRunning, $"{message}\n{_hub.Output}");
                }
    }

    [Theory]
    [MemberData(nameof(PackedMessages))]
    public async Task A_deeply_nested_MessagePack_hub_message_gets_a_response_or_closes_the_connection(string message)
    {
        foreach (var (open, close) in PackedLevels)
            foreach (var levels in new[] { 60, 400, Nesting.MaxLength * 2 / (open.Length + close.Length) })
                foreach (var key in new[] { _hub.Harbour, null })
                {
                    using var socket = await LiveSocket.Open(_hub.Address, "messagepack", key);
                    await socket.SendPacked(Convert.FromHexString(message.Replace("{0}", $"{Repeat(open, levels)}C0{Repeat(close, levels)}", StringComparison.Ordinal)));
                    await socket.SendPacked(Convert.FromHexString($"960180{PackString("afterwards")}{PackString("Unsubscribe")}9191{PackString("news")}90"));
                    await socket.WaitFor("afterwards");
                    Assert.True(_hub.IsRunning, $"{message} {open} {levels}\n{_hub.Output}");
                }
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("\"")]
    [InlineData("<")]
    [InlineData("a/")]
    [InlineData("../")]
    [InlineData("a,")]
    [InlineData("a;")]
    [InlineData("a=")]
    [InlineData("a&a=")]
    [InlineData("section/")]
    [InlineData("news,")]
    [InlineData("%25")]
    public async Task A_long_repetitive_URL_or_header_gets_a_response_below_500(string level)
    {
        // The server accepts a request line of 8 KB and headers of 32 KB.
        foreach (var text in new[] { Repeat(level, 7_000 / level.Length), Repeat(level, 60_000 / level.Length) })
        {
            var escaped = level.Contains('%', StringComparison.Ordinal) || level == "a&a=" ? text : Uri.EscapeDataString(text);
            foreach (var path in new[]
            {
                "/api/articles?section=", "/api/articles?tag=", "/api/articles?before=", "/api/wire?after=", "/api/wire?topics=", "/api/rankings/rising?section=", "/live/events?topics=",
                "/live?id=", "/live?access_token=", "/?before=", "/api/articles/", "/articles/", "/sections/", "/tags/", "/api/", "/",
            }) ExpectResponse(await _hub.Get(path + escaped));
            foreach (var parameter in new[] { "after", "lastEventId" })
            {
                using var stream = await _hub.Client.GetAsync($"/live/events?{parameter}={escaped}", HttpCompletionOption.ResponseHeadersRead); // it does not end
                Assert.InRange((int)stream.StatusCode, 200, 499);
            }

            ExpectResponse(await _hub.Send("DELETE", $"/api/articles/{small.Article}/reactions?reaction={escaped}"));
            foreach (var name in new[] { "Cookie", "Authorization", "Idempotency-Key", "If-Match", "If-None-Match", "Accept", "Accept-Encoding", "Accept-Language", "Origin", "X-Forwarded-For", "User-Agent", "Referer", "Range", "traceparent", "tracestate", "baggage" })
            {
                ExpectResponse(await _hub.Send("GET", $"/api/articles/{small.Article}", headers: (name, text)));
                ExpectResponse(await _hub.Send("POST", $"/api/articles/{small.Article}/reactions", """{"reaction":"veryGood"}""", name == "Authorization" ? null : _hub.Harbour, headers: (name, text)));
            }

            ExpectResponse(await _hub.Send("POST", "/api/articles", "{}", _hub.Harbour, $"application/json; a={text}"));
        }
    }

    private void ExpectResponse(ApiResponse response)
    {
        Assert.True(response.Status < 500, $"{response.Text}\n{_hub.Output}");
        response.ExpectNoFailure();
        Assert.InRange(response.Status, 200, 499);
    }

    private static string Article(string body, string format) =>
        JsonSerializer.Serialize(new { headline = "Ferry", section = "world", body, bodyFormat = format }, Plain);

    private static async Task Call(HubConnection connection, string method, object article)
    {
        try
        {
            await connection.InvokeAsync<object>(method, article);
        }
        catch (HubException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    private async Task<HubConnection> Connect(bool packed, string? key)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(_hub.Address, "/live"), options => options.AccessTokenProvider = () => Task.FromResult(key));
        builder = packed
            ? builder.AddMessagePackProtocol(pack => pack.SerializerOptions = ContractlessStandardResolver.Options)
            : builder.AddJsonProtocol(json => json.PayloadSerializerOptions = Plain);
        var connection = builder.Build();
        await connection.StartAsync();
        return connection;
    }

    // A MessagePack string of up to 31 bytes.
    private static string PackString(string text) => $"{0xa0 + text.Length:X2}{Convert.ToHexString(Encoding.ASCII.GetBytes(text))}";

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
