using System.Net;
using System.Net.ServerSentEvents;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Requests that scripts of other sites send: CORS, and clients of server-sent events.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class OtherSitesTests(HubProcess hub)
{
    private const string Origin = "https://elsewhere.example";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>All routes that need no key; <c>ID</c> stands for an article with a live blog that has the post <c>first</c>.</summary>
    private static readonly string[] Routes =
    [
        "/api/articles", "/api/breaking", "/api/articles/ID", "/api/articles/ID/counts", "/api/articles/ID/posts", "/api/articles/ID/posts/first", "/api/wire", "/api/ninjs/3.1/articles/ID", "/api/ninjs/3.1/wire", "/api/rankings/rising", "/api/rankings/today?section=world&explain=true",
        "/live/events", "/live/events?topics=ranking/rising", "/openapi/v1.json", "/asyncapi.yaml", "/health/live", "/health/ready", "/docs", "/docs/api", "/docs/live", "/docs/openapi/",
        "/", "/sections/world", "/articles/ID", "/assets/newshub-client.js", "/assets/newshub-client-sse.js", "/embed.js", "/docs/embed", "/assets/favicon.svg",
    ];

    private static readonly string[] RoutesWithKey = ["/api/keys", "/api/front"];

    private static readonly string[] Refused =
    [
        "/api/articles?limit=0", "/api/articles/nowhere", "/api/articles/nowhere/counts", "/api/articles/nowhere/posts", "/api/wire?limit=0", "/api/ninjs/3.1/articles/nowhere", "/api/ninjs/3.0/wire", "/api/rankings/best", "/live/events?topics=weather",
        "/api/nothing/here", "/nothing-here",
    ];

    public static TheoryData<string> ReadableRoutes => [.. Routes];

    public static TheoryData<string> RefusedRequests => [.. Refused];

    [Theory]
    [MemberData(nameof(ReadableRoutes))]
    public async Task Anonymous_GET_allows_any_origin_without_credentials_with_and_without_an_Origin(string route)
    {
        var path = await WithArticle(route);
        foreach (var origin in (string?[])[Origin, null])
        {
            using var response = await Send(HttpMethod.Get, path, ("Origin", origin));
            Assert.True((int)response.StatusCode < 400, $"{response.StatusCode}");
            AssertReadable(response);
        }
    }

    [Theory]
    [MemberData(nameof(RefusedRequests))]
    public async Task Refusal_of_an_anonymous_GET_is_readable(string path)
    {
        using var response = await Send(HttpMethod.Get, path, ("Origin", Origin));
        Assert.InRange((int)response.StatusCode, 400, 499);
        AssertReadable(response);
    }

    [Fact]
    public async Task Unchanged_article_is_readable()
    {
        var path = await WithArticle("/api/articles/ID");
        using var response = await Send(HttpMethod.Get, path, ("Origin", Origin), ("If-None-Match", "\"1\""));
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        AssertReadable(response);
        Assert.Equal("\"1\"", response.Headers.ETag?.ToString());
    }

    [Theory]
    [MemberData(nameof(ReadableRoutes))]
    public async Task Preflight_of_an_anonymous_GET_accepts_the_headers_of_event_stream_clients(string route)
    {
        using var response = await Send(
            HttpMethod.Options, await WithArticle(route), ("Origin", Origin), ("Access-Control-Request-Method", "GET"),
            ("Access-Control-Request-Headers", "cache-control,last-event-id"));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", HeaderOf(response, "Access-Control-Allow-Origin"));
        Assert.Null(HeaderOf(response, "Access-Control-Allow-Credentials"));
        Assert.Contains("GET", HeaderOf(response, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        var accepted = HeaderOf(response, "Access-Control-Allow-Headers")!.Split(", ");
        Assert.Subset(accepted.ToHashSet(), new HashSet<string> { "Cache-Control", "Last-Event-ID", "If-None-Match", "*" });
        Assert.DoesNotContain("Authorization", accepted);
        Assert.NotNull(HeaderOf(response, "Access-Control-Max-Age"));
    }

    [Theory]
    [InlineData("GET", "/api/keys")]
    [InlineData("POST", "/api/front")]
    [InlineData("POST", "/api/keys")]
    [InlineData("DELETE", "/api/keys/harbour")]
    [InlineData("POST", "/api/articles")]
    [InlineData("POST", "/api/breaking")]
    [InlineData("PUT", "/api/articles/ID")]
    [InlineData("POST", "/api/articles/ID/publish")]
    [InlineData("POST", "/api/articles/ID/kill")]
    [InlineData("GET", "/metrics")]
    public async Task Preflight_of_a_request_with_a_key_or_that_changes_something_is_refused(string method, string route)
    {
        using var response = await Send(HttpMethod.Options, await WithArticle(route), ("Origin", Origin), ("Access-Control-Request-Method", method));
        Assert.InRange((int)response.StatusCode, 400, 499);
        Assert.Null(HeaderOf(response, "Access-Control-Allow-Origin"));
        Assert.Null(HeaderOf(response, "Access-Control-Allow-Methods"));
    }

    [Fact]
    public async Task Answers_to_requests_with_a_key_are_not_readable()
    {
        foreach (var path in RoutesWithKey)
        {
            using var withoutKey = await Send(HttpMethod.Get, path, ("Origin", Origin));
            using var withKey = await Send(HttpMethod.Get, path, ("Origin", Origin), ("Authorization", $"Bearer {hub.Admin}"));
            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (withoutKey.StatusCode, withKey.StatusCode));
            Assert.Null(HeaderOf(withoutKey, "Access-Control-Allow-Origin"));
            Assert.Null(HeaderOf(withKey, "Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task The_tests_cover_every_GET_of_the_OpenAPI_document()
    {
        var paths = (await hub.Get("/openapi/v1.json")).Expect(200).Json.GetProperty("paths").EnumerateObject();
        var gets = paths.Where(path => path.Value.TryGetProperty("get", out _)).Select(path => path.Name.Replace("{id}", "ID", StringComparison.Ordinal).Replace("{name}", "rising", StringComparison.Ordinal).Replace("{version}", "3.1", StringComparison.Ordinal).Replace("{post}", "first", StringComparison.Ordinal));
        Assert.Subset(Routes.Concat(RoutesWithKey).ToHashSet(), gets.ToHashSet());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1234")]
    [InlineData("urn:uuid:7f3a90c1-2f0e-4a51-9d5e-1f7e3a90c1aa")]
    [InlineData("01d.7")]
    [InlineData("a.-1")]
    [InlineData("a.99999999999999999999")]
    [InlineData("ümlaut.1")]
    public async Task Foreign_or_malformed_position_gives_a_reset_and_the_stream_goes_on(string position)
    {
        var text = Uri.EscapeDataString(position);
        foreach (var query in (string[])[$"after={text}", $"lastEventId={text}", $"lastEventId={text}&after=", $"after={text}&after={text}"])
            await ExpectReset($"/live/events?{query}", null);
        if (position.All(char.IsAscii)) await ExpectReset("/live/events", position);
    }

    [Theory]
    [InlineData("?after=", null)]
    [InlineData("?lastEventId=", null)]
    [InlineData("?lastEventId=&after=", "")]
    [InlineData("", "")]
    public async Task Empty_position_starts_with_the_newest_entries(string query, string? header)
    {
        using var stream = await Open($"/live/events{query}", header);
        var article = await hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
        var events = await ReadUntil(stream, message => message.EventType == "entry" && message.Data.Contains(article, StringComparison.Ordinal));
        Assert.DoesNotContain(events, message => message.EventType == "reset");
        Assert.Contains(events, message => message.EventType == "live");
    }

    [Fact]
    public async Task Last_Event_ID_comes_before_lastEventId_and_that_before_after()
    {
        var first = await CursorAfterArticle();
        var second = await CursorAfterArticle();
        var third = await CursorAfterArticle();
        Assert.Empty(await EntriesFrom("/live/events?topics=news&after=" + third, null));
        Assert.Equal([second, third], await EntriesFrom("/live/events?topics=news&lastEventId=" + first, null));
        Assert.Equal([third], await EntriesFrom($"/live/events?topics=news&lastEventId={second}&after={first}", null));
        Assert.Empty(await EntriesFrom($"/live/events?topics=news&lastEventId={second}&after={first}", third));
        Assert.Equal([second, third], await EntriesFrom($"/live/events?topics=news&lastEventId=&after={first}", ""));
    }

    private async Task ExpectReset(string path, string? header)
    {
        using var stream = await Open(path, header);
        var events = await ReadUntil(stream, message => message.EventType == "live");
        Assert.Equal(["reset", "live"], events.Select(message => message.EventType));
        var reset = System.Text.Json.JsonElement.Parse(events[0].Data);
        Assert.False(reset.GetProperty("recovered").GetBoolean());
        Assert.Equal(reset.GetProperty("cursor").GetString(), events[1].EventId);
        var article = await hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
        await ReadUntil(stream, message => message.EventType == "entry" && message.Data.Contains(article, StringComparison.Ordinal));
    }

    private async Task<string[]> EntriesFrom(string path, string? header)
    {
        using var stream = await Open(path, header);
        var events = await ReadUntil(stream, message => message.EventType == "live");
        return [.. events.Where(message => message.EventType == "entry").Select(message => message.EventId!)];
    }

    private async Task<string> CursorAfterArticle() =>
        (await hub.Send("POST", "/api/articles", """{"headline":"Ferry","section":"world","status":"published"}""", hub.Harbour)).Expect(201).Json.GetProperty("cursor").GetString()!;

    private async Task<string> WithArticle(string route)
    {
        if (!route.Contains("ID", StringComparison.Ordinal)) return route;
        var article = await hub.Create("""{"headline":"Ferry","section":"world","status":"published","coverage":{"state":"live"}}""");
        (await hub.Send("PUT", $"/api/articles/{article}/posts/first", """{"body":"She is in sight.","status":"published"}""", hub.Harbour, headers: ("If-None-Match", "*"))).Expect(201);
        return route.Replace("ID", article, StringComparison.Ordinal);
    }

    private async Task<EventStream> Open(string path, string? lastEventId)
    {
        var response = await Send(HttpMethod.Get, path, ("Last-Event-ID", lastEventId));
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return new EventStream(response, SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
    }

    private static async Task<List<SseItem<string>>> ReadUntil(EventStream stream, Func<SseItem<string>, bool> isLast)
    {
        var events = new List<SseItem<string>>();
        while (await stream.Events.MoveNextAsync().AsTask().WaitAsync(Timeout))
        {
            events.Add(stream.Events.Current);
            if (isLast(stream.Events.Current)) return events;
        }

        throw new EndOfStreamException();
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
            if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
        return await hub.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead); // an event stream does not end
    }

    private static void AssertReadable(HttpResponseMessage response)
    {
        Assert.Equal("*", HeaderOf(response, "Access-Control-Allow-Origin"));
        Assert.Null(HeaderOf(response, "Access-Control-Allow-Credentials"));
        Assert.Subset(HeaderOf(response, "Access-Control-Expose-Headers")!.Split(", ").ToHashSet(), new HashSet<string> { "ETag", "Location", "Retry-After" });
    }

    private static string? HeaderOf(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private sealed record EventStream(HttpResponseMessage Response, IAsyncEnumerator<SseItem<string>> Events) : IDisposable
    {
        public void Dispose() => Response.Dispose();
    }
}
