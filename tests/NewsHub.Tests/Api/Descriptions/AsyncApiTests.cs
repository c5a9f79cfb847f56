using System.Net.ServerSentEvents;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using NewsHub.Gateway.Deliveries;
using NewsHub.Gateway.SignalR;
using Xunit;

namespace NewsHub.Tests.Api.Descriptions;

/// <summary>The AsyncAPI document names what the code has, and what it says is what a running hub does.</summary>
[Trait("Category", "Slow")]
[Collection(SharedHub.Name)]
public sealed class AsyncApiTests(HubProcess hub)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>A browser's user agent: reads of programs do not count for rankings.</summary>
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

    private static readonly MethodInfo[] HubMethods = typeof(LiveHub).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly);

    [Fact]
    public async Task Anybody_may_read_the_document_from_any_site()
    {
        var response = (await hub.Get("/asyncapi.yaml")).Expect(200);

        Assert.Equal(("application/yaml", "*"), (response.ContentType, response.Header("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Operations_and_messages_are_those_of_the_code()
    {
        var api = await Read();
        Assert.Equal("3.0.0", (string?)api.Document["asyncapi"]);
        Assert.All(AsyncApi.References(api.Document), reference => api.Resolve(reference));

        var calls = api.Operations.Where(operation => (string?)operation.Value!["action"] == "receive").ToDictionary(operation => operation.Key, operation => operation.Value!);
        Assert.Equal(HubMethods.Select(method => method.Name).Order(), calls.Keys.Order());
        foreach (var method in HubMethods)
        {
            Assert.Equal([method.Name], api.MessagesOf(calls[method.Name]));
            Assert.Equal(method.GetParameters().Length, (int?)api.Messages[method.Name]!["payload"]!["minItems"]);
            Assert.Equal(method.ReturnType.IsGenericType, calls[method.Name]["reply"] is not null);
        }

        var clientMethods = typeof(ILiveClient).GetMethods().Select(method => JsonNamingPolicy.CamelCase.ConvertName(method.Name)).ToArray();
        Assert.Equal(clientMethods.Order(), api.MessagesOf(api.Operations["sendLive"]!).Order());
        Assert.Equal(clientMethods.Append(LiveMethods.Live).Append(LiveMethods.Reset).Order(), api.MessagesOf(api.Operations["sendEvents"]!).Order());
    }

    [Fact]
    public async Task Every_message_has_an_example_that_matches_its_schema()
    {
        var api = await Read();
        foreach (var (name, message) in api.Messages)
        {
            Assert.NotEmpty(message!["examples"]!.AsArray());
            foreach (var example in message["examples"]!.AsArray()) api.Validate(name, example!["payload"]);
        }
    }

    [Fact]
    public async Task Every_example_of_a_call_succeeds_and_its_answer_matches_its_schema()
    {
        var api = await Read();
        await using var connection = await Connect();
        foreach (var method in HubMethods)
            foreach (var example in api.Messages[method.Name]!["examples"]!.AsArray())
            {
                var article = await hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
                var arguments = example!["payload"]!.AsArray().Select(argument => (object?)JsonNode.Parse((argument?.ToJsonString() ?? "null").Replace("\"ferry-returns\"", $"\"{article}\"", StringComparison.Ordinal))).ToArray();
                var reply = api.Operations[method.Name]!["reply"];
                if (reply is null) await connection.InvokeCoreAsync(method.Name, arguments);
                else api.Validate(api.MessagesOf(reply).Single(), Parse(await connection.InvokeCoreAsync<JsonElement>(method.Name, arguments)));
            }
    }

    [Fact]
    public async Task Every_message_over_SignalR_matches_its_schema()
    {
        var api = await Read();
        var article = await hub.Create("""{"headline":"Ferry","section":"culture","status":"published"}""");
        await using var connection = await Connect();
        var received = Channel.CreateUnbounded<(string Name, JsonNode? Payload)>();
        foreach (var name in api.MessagesOf(api.Operations["sendLive"]!))
            connection.On<JsonElement>(name, payload => received.Writer.TryWrite((name, Parse(payload))));
        await connection.InvokeAsync("Subscribe", new[] { "news", "ranking/rising/culture", $"counts/{article}" }, null);

        await connection.InvokeAsync<JsonElement>("React", article, "veryGood");
        await connection.InvokeAsync("Read", article);
        await connection.InvokeAsync<JsonElement>("Publish", new { headline = "Ferry", section = "culture" });

        await ReadUntil(received.Reader, api, "entry", "counts", "ranking");
    }

    [Fact]
    public async Task Every_server_sent_event_matches_its_schema()
    {
        var api = await Read();
        var article = await hub.Create("""{"headline":"Ferry","section":"science","status":"published"}""");
        using var response = await hub.Client.GetAsync(
            new Uri($"/live/events?topics=news,ranking/rising/science,counts/{article}&after=foreign.0", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        var received = Channel.CreateUnbounded<(string Name, JsonNode? Payload)>();
        using var stopping = new CancellationTokenSource();
        var reading = Forward(await response.Content.ReadAsStreamAsync(), received.Writer, stopping.Token);

        await ReadUntil(received.Reader, api, "reset", "live");
        (await hub.Send("POST", $"/api/articles/{article}/reactions", """{"reaction":"veryGood"}""")).Expect(200);
        (await hub.Send("POST", $"/api/articles/{article}/reads", headers: ("User-Agent", Browser))).Expect(202);
        await hub.Create("""{"headline":"Ferry","section":"science","status":"published"}""");
        await ReadUntil(received.Reader, api, "entry", "counts", "ranking");
        await stopping.CancelAsync();
        await reading;
    }

    private async Task<AsyncApi> Read() => new((await hub.Get("/asyncapi.yaml")).Expect(200).Text);

    private async Task<HubConnection> Connect()
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(hub.Address, "/live"), options =>
        {
            options.AccessTokenProvider = () => Task.FromResult<string?>(hub.Harbour);
            options.Headers["User-Agent"] = Browser;
        }).Build();
        await connection.StartAsync();
        return connection;
    }

    // A ranking arrives whole or as a difference.
    private static async Task ReadUntil(ChannelReader<(string Name, JsonNode? Payload)> messages, AsyncApi api, params HashSet<string> missing)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (missing.Count > 0)
        {
            var (name, payload) = await messages.ReadAsync(timeout.Token);
            api.Validate(name, payload);
            missing.Remove(name == "rankingDelta" ? "ranking" : name);
        }
    }

    private static async Task Forward(Stream stream, ChannelWriter<(string, JsonNode?)> messages, CancellationToken stopping)
    {
        try
        {
            await foreach (var message in SseParser.Create(stream).EnumerateAsync(stopping)) messages.TryWrite((message.EventType, JsonNode.Parse(message.Data)));
        }
        catch (OperationCanceledException)
        {
            // The test has read enough.
        }
    }

    private static JsonNode? Parse(JsonElement json) => JsonNode.Parse(json.GetRawText());
}
