using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests.Proxying;

/// <summary>A hub behind the nginx configuration from <c>deploy/</c>.</summary>
public sealed class ProxyTests(ProxiedHub proxied) : IClassFixture<ProxiedHub>
{
    private const int LongestPoll = 30;

    [SkippableFact]
    public async Task Nginx_configuration_has_no_errors_and_no_warnings()
    {
        var (code, output) = await Nginx.Check(proxied.Address, proxied.Address, proxied.Address);

        Assert.True(code == 0, output);
        Assert.DoesNotContain("[warn]", output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("WebSockets")]
    [InlineData("LongPolling")]
    [InlineData("events")]
    [InlineData("wire")]
    public async Task Proxy_passes_entries_without_buffering_on_every_transport(string transport)
    {
        using var newsroom = proxied.OpenNewsroom();
        await using IRecorder reader = transport switch
        {
            "WebSockets" => new SignalRRecorder(proxied.Address, Protocols.Json),
            "LongPolling" => new SignalRRecorder(proxied.Address, Protocols.Json, Microsoft.AspNetCore.Http.Connections.HttpTransportType.LongPolling),
            "events" => new EventRecorder(proxied.Address),
            _ => new LongPollRecorder(proxied.Address),
        };
        reader.Tape.StartAt((await Wire.CurrentCursor(newsroom.Http)).ToString());
        using var stop = new CancellationTokenSource();
        var reading = reader.Read(stop.Token);

        var receipts = new[] { await newsroom.Publish("First"), await newsroom.Publish("Second") };
        await Eventually.Is(() => reading.IsCompleted || reader.Tape.Count >= 2);
        receipts = [.. receipts, await newsroom.PublishAlert("Third")];
        await Eventually.Is(() => reading.IsCompleted || reader.Tape.Count >= 3);
        await stop.CancelAsync();
        await reading;

        Assert.Equal(receipts.Select(receipt => receipt.Cursor), reader.Tape.Entries.Select(entry => entry.Cursor));
    }

    [SkippableFact]
    public async Task Proxy_keeps_idle_connections_open()
    {
        using var newsroom = proxied.OpenNewsroom();
        var now = await Wire.CurrentCursor(newsroom.Http);
        using var http = new HttpClient { BaseAddress = proxied.Address, Timeout = TimeSpan.FromMinutes(2) };
        using var events = await http.GetAsync($"/live/events?after={now}", HttpCompletionOption.ResponseHeadersRead);
        await using var socket = await RawSocket.Open(proxied.Address);
        await socket.Subscribe("news", now.ToString());

        var elapsed = Stopwatch.StartNew();
        var slice = await http.GetFromJsonAsync<Slice>($"/api/wire?after={now}&wait={LongestPoll}", JsonSerializerOptions.Web);
        Assert.Equal((now.ToString(), 0), (slice!.Cursor, slice.Entries.Length));
        Assert.True(elapsed.Elapsed > TimeSpan.FromSeconds(LongestPoll - 1), $"The poll was answered after {elapsed.Elapsed.TotalSeconds:0.0} s.");

        var receipt = await newsroom.Publish("After a long silence");
        Assert.Equal(receipt.Cursor, (await FirstEntry(events)).EventId);
        Assert.Contains("After a long silence", await socket.Receive("\"entry\""), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Connection_limit_uses_the_client_address_and_ignores_forged_forwarding_headers()
    {
        using var first = proxied.From("127.0.0.2");
        using var second = proxied.From("127.0.0.3");
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < ProxiedHub.MaxPerAddress; i++) open.Add(await OpenWhenAccepted(first));

        using var refused = await Open(first);
        using var forged = await Open(first, ("X-Forwarded-For", "203.0.113.7"), ("X-Real-IP", "203.0.113.7"), ("Forwarded", "for=203.0.113.7"));
        using var other = await Open(second);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, forged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        foreach (var reader in open) reader.Dispose();
    }

    [SkippableFact]
    public async Task Requests_of_one_address_are_limited_and_those_of_others_are_served()
    {
        const int Flood = 2_100; // more than the burst
        var noHub = new Uri("http://127.0.0.1:9"); // what is not limited gets 502
        await using var nginx = await Nginx.StartWithLimits(noHub, noHub, noHub);
        using var flooding = ProxiedHub.From("127.0.0.2", nginx.Address);
        using var other = ProxiedHub.From("127.0.0.3", nginx.Address);
        var refused = 0;
        await Parallel.ForAsync(0, Flood, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, stopping) =>
        {
            using var answer = await flooding.GetAsync("/api/articles", stopping);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests) return;
            Interlocked.Increment(ref refused);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        });

        Assert.InRange(refused, Flood - 2_001 - 10, Flood - 2_001); // a minute more lets one more through
        using var served = await other.GetAsync("/api/articles");
        Assert.Equal(HttpStatusCode.BadGateway, served.StatusCode);
    }

    [SkippableFact]
    public async Task Publishing_works_while_the_connection_limit_is_reached()
    {
        using var newsroom = proxied.OpenNewsroom();
        var clients = Enumerable.Range(2, 3).Select(last => proxied.From($"127.0.0.{last}")).ToArray();
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < ProxiedHub.MaxTotal; i++) open.Add(await OpenWhenAccepted(clients[i / ProxiedHub.MaxPerAddress]));

        using var refused = await Open(clients[^1]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("takes no more", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull((await newsroom.Publish("Published at the connection limit")).Cursor);

        foreach (var reader in open) reader.Dispose();
        foreach (var client in clients) client.Dispose();
        using var another = proxied.From("127.0.0.5");
        using var _ = await OpenWhenAccepted(another);
    }

    [SkippableFact]
    public async Task Largest_article_is_accepted_and_a_larger_one_is_refused_by_the_hub_with_413()
    {
        using var newsroom = proxied.OpenNewsroom();

        using var largest = await newsroom.Http.PostAsJsonAsync("/api/articles", Article(new string('ß', 200_000)), Raw);
        using var tooLarge = await newsroom.Http.PostAsJsonAsync("/api/articles", Article(new string('ß', 300_000)), Raw);

        Assert.Equal(HttpStatusCode.Created, largest.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal("application/problem+json", tooLarge.Content.Headers.ContentType?.MediaType);
    }

    [SkippableFact]
    public async Task Body_over_the_limit_of_the_proxy_is_refused_by_nginx_with_413()
    {
        using var newsroom = proxied.OpenNewsroom();
        using var answer = await newsroom.Http.PostAsJsonAsync("/api/articles", Article(new string('a', 2_000_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [SkippableTheory]
    [InlineData("/metrics")]
    [InlineData("/dashboard")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Operator_endpoints_return_404_through_the_proxy(string path)
    {
        using var newsroom = proxied.OpenNewsroom(); // the admin key makes no difference
        using var answer = await newsroom.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static readonly JsonSerializerOptions Raw = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static object Article(string body) => new { headline = "A long article", section = "world", body, bodyFormat = "text", status = "published" };

    private static async Task<HttpResponseMessage> Open(HttpClient http, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/live/events");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Retries until the connections of earlier tests are closed.</summary>
    private static Task<HttpResponseMessage> OpenWhenAccepted(HttpClient http) =>
        Eventually.Is(() => Open(http), reader => reader.StatusCode is HttpStatusCode.OK);

    private static async Task<SseItem<string>> FirstEntry(HttpResponseMessage events)
    {
        await foreach (var message in SseParser.Create(await events.Content.ReadAsStreamAsync()).EnumerateAsync())
            if (message.EventType == "entry")
                return message;
        throw new EndOfStreamException("The stream ended without an entry.");
    }
}
