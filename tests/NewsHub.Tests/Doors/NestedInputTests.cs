using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace NewsHub.Tests.Doors;

/// <summary>
/// Input that is nested as deeply as its length allows reaches every door of a hub with small stacks: the hub answers, keeps running and serves readers.
/// </summary>
public sealed class NestedInputTests(SmallHub small) : IClassFixture<SmallHub>, IAsyncLifetime
{
    // As an article may be sent: without the escapes that would make it too long to be read at all.
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HubProcess _hub = small.Hub;

    public static TheoryData<Nesting> Texts { get; } = new(Nesting.All.Where(nesting => nesting.Language != "json"));

    public static TheoryData<Nesting> Json { get; } = new(Nesting.All.Where(nesting => nesting.Language == "json"));

    /// <summary>Where a JSON message to the hub may hold something nested.</summary>
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

    /// <summary>The same in MessagePack: the hexadecimal bytes around it.</summary>
    public static TheoryData<string> PackedMessages { get; } = new(
        "{0}", "91{0}", "9206{0}", "9207{0}", "9208{0}", "9209{0}",
        $"960180A131{Word("Publish")}91{{0}}90", $"960180A131{Word("Publish")}9181{Word("headline")}{{0}}90", $"960180A131{Word("Publish")}92C0{{0}}90", $"960180A131{Word("Break")}91{{0}}90",
        $"960180A131{Word("Subscribe")}92{{0}}C090", $"960180A131{Word("Subscribe")}9290{{0}}90", $"960180A131{Word("Read")}91{{0}}90", $"960180A131{Word("Seen")}92A0{{0}}90",
        $"960180A131{Word("Nothing")}91{{0}}90", $"960180A131{Word("Read")}{{0}}90", $"960180A131{Word("Read")}91C0{{0}}", "960180A131{0}9090", $"960180{{0}}{Word("Read")}9090",
        $"960181A161{{0}}A131{Word("Read")}91C090", $"9601{{0}}A131{Word("Read")}91C090", "940280A131{0}", "950380A13103{0}", "950380A13101{0}", $"960480A131{Word("Publish")}91{{0}}90", "930580{0}");

    /// <summary>A level in MessagePack, and what ends one: arrays, maps, and maps as keys of maps.</summary>
    private static readonly (string Open, string Close)[] PackedLevels = [("91", ""), ("92C0", ""), ("DC0001", ""), ("DD00000001", ""), ("81A161", ""), ("81", "C0"), ("DF00000001A161", "")];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Assert.True(_hub.IsRunning, _hub.Output);
        (await _hub.Get($"/articles/{small.Article}")).Expect(200);
        (await _hub.Get("/")).Expect(200);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_nested_body_is_published_or_refused(Nesting nesting)
    {
        foreach (var levels in new[] { 150, 2_000, 9_000 }) ExpectAnswer(await _hub.Send("POST", "/api/articles", Article(nesting.Text(levels), nesting.Language), _hub.Harbour));
        var body = Article(nesting.Text(), nesting.Language);
        foreach (var key in new[] { _hub.Harbour, null })
        {
            ExpectAnswer(await _hub.Send("POST", "/api/articles", body, key));
            ExpectAnswer(await _hub.Send("POST", "/api/breaking", body, key));
            ExpectAnswer(await _hub.Send("PUT", "/api/articles/nested", body, key, headers: ("If-None-Match", "*")));
            ExpectAnswer(await _hub.Send("POST", $"/api/articles/{small.Article}/correct", $$"""{"note":"a",{{body[1..]}}""", key));
            foreach (var packed in new[] { false, true })
            {
                await using var connection = await Connect(packed, key);
                foreach (var method in new[] { "Publish", "Break" }) await Call(connection, method, new { headline = "Ferry", section = "world", body = nesting.Text(), bodyFormat = nesting.Language });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Json))]
    public async Task Nested_JSON_is_refused_at_every_route(Nesting nesting)
    {
        foreach (var body in new[] { nesting.Text(60), nesting.Text() })
        foreach (var key in new[] { _hub.Admin, null })
        {
            foreach (var path in new[] { "articles", "breaking", "keys", "impressions" }) ExpectAnswer(await _hub.Send("POST", $"/api/{path}", body, key));
            foreach (var verb in new[] { "publish", "correct", "alert", "withhold", "redact", "kill", "reactions", "reads" })
                ExpectAnswer(await _hub.Send("POST", $"/api/articles/{(verb is "correct" or "alert" ? small.Article : "nowhere")}/{verb}", body, key));
            ExpectAnswer(await _hub.Send("DELETE", $"/api/articles/{small.Article}/reactions", body, key));
            ExpectAnswer(await _hub.Send("PUT", "/api/articles/nowhere", body, key, headers: ("If-Match", "*")));
            ExpectAnswer(await _hub.Send("POST", "/live/negotiate?negotiateVersion=1", body, key));
        }
    }

    [Theory]
    [MemberData(nameof(Json))]
    public async Task Nested_JSON_in_a_message_is_answered_or_ends_the_connection(Nesting nesting)
    {
        foreach (var levels in new[] { 60, int.MaxValue })
        foreach (var key in new[] { _hub.Harbour, null })
        foreach (var message in JsonMessages)
        {
            using var socket = await LiveSocket.Open(_hub.Address, "json", key);
            await socket.SayJson(message.Replace("{0}", nesting.Text(levels), StringComparison.Ordinal));
            await socket.SayJson("""{"type":1,"invocationId":"afterwards","target":"Unsubscribe","arguments":[["news"]]}""");
            await socket.Hears("afterwards");
            Assert.True(_hub.IsRunning, $"{message}\n{_hub.Output}");
        }
    }

    [Theory]
    [MemberData(nameof(PackedMessages))]
    public async Task A_nested_MessagePack_message_is_answered_or_ends_the_connection(string message)
    {
        foreach (var (open, close) in PackedLevels)
        foreach (var levels in new[] { 60, 400, Nesting.MaxLength * 2 / (open.Length + close.Length) })
        foreach (var key in new[] { _hub.Harbour, null })
        {
            using var socket = await LiveSocket.Open(_hub.Address, "messagepack", key);
            await socket.SayPacked(Convert.FromHexString(message.Replace("{0}", $"{Repeat(open, levels)}C0{Repeat(close, levels)}", StringComparison.Ordinal)));
            await socket.SayPacked(Convert.FromHexString($"960180{Word("afterwards")}{Word("Unsubscribe")}9191{Word("news")}90"));
            await socket.Hears("afterwards");
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
    public async Task A_nested_address_or_header_is_answered(string level)
    {
        // The server takes a request line of 8 KB and headers of 32 KB.
        foreach (var text in new[] { Repeat(level, 7_000 / level.Length), Repeat(level, 60_000 / level.Length) })
        {
            var escaped = level.Contains('%', StringComparison.Ordinal) || level == "a&a=" ? text : Uri.EscapeDataString(text);
            foreach (var path in new[]
            {
                "/api/articles?section=", "/api/articles?tag=", "/api/articles?before=", "/api/wire?after=", "/api/wire?topics=", "/api/rankings/rising?section=", "/live/events?topics=", "/live/events?after=",
                "/live?id=", "/live?access_token=", "/?before=", "/api/articles/", "/articles/", "/sections/", "/tags/", "/api/", "/",
            }) ExpectAnswer(await _hub.Get(path + escaped));
            ExpectAnswer(await _hub.Send("DELETE", $"/api/articles/{small.Article}/reactions?reaction={escaped}"));
            foreach (var name in new[] { "Cookie", "Authorization", "Idempotency-Key", "If-Match", "If-None-Match", "Accept", "Accept-Encoding", "Accept-Language", "Origin", "X-Forwarded-For", "User-Agent", "Referer", "Range", "traceparent", "tracestate", "baggage" })
            {
                ExpectAnswer(await _hub.Send("GET", $"/api/articles/{small.Article}", headers: (name, text)));
                ExpectAnswer(await _hub.Send("POST", $"/api/articles/{small.Article}/reactions", """{"reaction":"veryGood"}""", name == "Authorization" ? null : _hub.Harbour, headers: (name, text)));
            }

            ExpectAnswer(await _hub.Send("POST", "/api/articles", "{}", _hub.Harbour, $"application/json; a={text}"));
        }
    }

    private static void ExpectAnswer(Answer answer)
    {
        answer.ExpectNoFailure();
        Assert.InRange(answer.Status, 200, 499);
    }

    private static string Article(string body, string format) =>
        JsonSerializer.Serialize(new { headline = "Ferry", section = "world", body, bodyFormat = format }, Plain);

    private static async Task Call(HubConnection connection, string method, object article)
    {
        try
        {
            await connection.InvokeAsync<object>(method, article);
        }
        catch (HubException refusal)
        {
            Assert.NotEmpty(refusal.Message);
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

    // A short text in MessagePack.
    private static string Word(string text) => $"{0xa0 + text.Length:X2}{Convert.ToHexString(Encoding.ASCII.GetBytes(text))}";

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
