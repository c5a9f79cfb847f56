using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests.Proxying;

/// <summary>What readers and newsrooms see of a hub through the proxy of <c>deploy/</c>.</summary>
public sealed class ProxyTests(ProxiedHub proxied) : IClassFixture<ProxiedHub>
{
    private const int LongestPoll = 30;

    [SkippableFact]
    public async Task Its_configuration_has_neither_an_error_nor_a_warning()
    {
        var (code, said) = await Nginx.Check(proxied.Address, proxied.Address, proxied.Address);

        Assert.True(code == 0, said);
        Assert.DoesNotContain("[warn]", said, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("WebSockets")]
    [InlineData("LongPolling")]
    [InlineData("events")]
    [InlineData("wire")]
    public async Task A_reader_of_every_transport_has_an_entry_while_the_line_stays_open(string transport)
    {
        using var newsroom = proxied.OpenNewsroom();
        await using IRecorder reader = transport switch
        {
            "WebSockets" => new SignalRRecorder(proxied.Address, Protocols.Json),
            "LongPolling" => new SignalRRecorder(proxied.Address, Protocols.Json, Microsoft.AspNetCore.Http.Connections.HttpTransportType.LongPolling),
            "events" => new EventRecorder(proxied.Address),
            _ => new LongPollRecorder(proxied.Address),
        };
        reader.Tape.Begin((await Wire.Now(newsroom.Http)).ToString());
        using var done = new CancellationTokenSource();
        var reading = reader.Read(done.Token);

        var receipts = new[] { await newsroom.Publish("First"), await newsroom.Publish("Second") };
        await Eventually.Is(() => reading.IsCompleted || reader.Tape.Count >= 2);
        receipts = [.. receipts, await newsroom.Break("Third")];
        await Eventually.Is(() => reading.IsCompleted || reader.Tape.Count >= 3);
        await done.CancelAsync();
        await reading;

        Assert.Equal(receipts.Select(receipt => receipt.Cursor), reader.Tape.Entries.Select(entry => entry.Cursor));
    }

    [SkippableFact]
    public async Task Lines_that_are_silent_for_as_long_as_a_hub_lets_them_be_are_not_cut()
    {
        using var newsroom = proxied.OpenNewsroom();
        var now = await Wire.Now(newsroom.Http);
        using var http = new HttpClient { BaseAddress = proxied.Address, Timeout = TimeSpan.FromMinutes(2) };
        using var events = await http.GetAsync($"/live/events?after={now}", HttpCompletionOption.ResponseHeadersRead);
        await using var socket = await RawSocket.Open(proxied.Address);
        await socket.Subscribe("news", now.ToString());

        var asked = Stopwatch.StartNew();
        var slice = await http.GetFromJsonAsync<Slice>($"/api/wire?after={now}&wait={LongestPoll}", JsonSerializerOptions.Web);
        Assert.Equal((now.ToString(), 0), (slice!.Cursor, slice.Entries.Length));
        Assert.True(asked.Elapsed > TimeSpan.FromSeconds(LongestPoll - 1), $"It was answered after {asked.Elapsed.TotalSeconds:0.0} s.");

        var receipt = await newsroom.Publish("After a long silence");
        Assert.Equal(receipt.Cursor, (await FirstEntry(events)).EventId);
        Assert.Contains("After a long silence", await socket.Hear("\"entry\""), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_hub_knows_each_reader_by_their_own_address_and_believes_nothing_that_they_claim()
    {
        using var crowd = proxied.From("127.0.0.2");
        using var somebodyElse = proxied.From("127.0.0.3");
        var inside = new List<HttpResponseMessage>();
        for (var i = 0; i < ProxiedHub.PerAddress; i++) inside.Add(await Enter(crowd));

        using var oneMore = await Open(crowd);
        using var forged = await Open(crowd, ("X-Forwarded-For", "203.0.113.7"), ("X-Real-IP", "203.0.113.7"), ("Forwarded", "for=203.0.113.7"));
        using var other = await Open(somebodyElse);

        Assert.Equal(HttpStatusCode.TooManyRequests, oneMore.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, forged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        foreach (var reader in inside) reader.Dispose();
    }

    [SkippableFact]
    public async Task Where_there_is_no_room_for_readers_there_is_still_room_for_news()
    {
        using var newsroom = proxied.OpenNewsroom();
        var clients = Enumerable.Range(2, 3).Select(last => proxied.From($"127.0.0.{last}")).ToArray();
        var inside = new List<HttpResponseMessage>();
        for (var i = 0; i < ProxiedHub.InAll; i++) inside.Add(await Enter(clients[i / ProxiedHub.PerAddress]));

        using var oneMore = await Open(clients[^1]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, oneMore.StatusCode);
        Assert.Contains("takes no more", await oneMore.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull((await newsroom.Publish("There is always room for news")).Cursor);

        foreach (var reader in inside) reader.Dispose();
        foreach (var client in clients) client.Dispose();
        using var another = proxied.From("127.0.0.5");
        using var _ = await Enter(another);
    }

    [SkippableFact]
    public async Task The_largest_article_passes_and_what_is_larger_is_refused_by_the_hub_with_the_reason()
    {
        using var newsroom = proxied.OpenNewsroom();

        using var largest = await newsroom.Http.PostAsJsonAsync("/api/articles", Article(new string('ß', 200_000)), Raw);
        using var tooLarge = await newsroom.Http.PostAsJsonAsync("/api/articles", Article(new string('ß', 300_000)), Raw);

        Assert.Equal(HttpStatusCode.Created, largest.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal("application/problem+json", tooLarge.Content.Headers.ContentType?.MediaType);
    }

    [SkippableFact]
    public async Task What_no_hub_would_take_does_not_reach_one()
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
    public async Task What_is_the_operator_s_own_is_not_for_readers(string path)
    {
        using var newsroom = proxied.OpenNewsroom(); // not even with an admin's key
        using var answer = await newsroom.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static readonly JsonSerializerOptions Raw = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static object Article(string body) => new { headline = "As long as it may be", section = "world", body, bodyFormat = "text", status = "published" };

    private static async Task<HttpResponseMessage> Open(HttpClient http, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/live/events");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>As soon as those of another test are out.</summary>
    private static Task<HttpResponseMessage> Enter(HttpClient http) =>
        Eventually.Is(() => Open(http), reader => reader.StatusCode is HttpStatusCode.OK);

    private static async Task<SseItem<string>> FirstEntry(HttpResponseMessage events)
    {
        await foreach (var message in SseParser.Create(await events.Content.ReadAsStreamAsync()).EnumerateAsync())
            if (message.EventType == "entry")
                return message;
        throw new EndOfStreamException("There was no entry.");
    }
}
