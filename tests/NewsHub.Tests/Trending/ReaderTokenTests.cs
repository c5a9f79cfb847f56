using Microsoft.AspNetCore.SignalR.Client;
using NewsHub.Client;
using NewsHub.Tests.Api;
using NewsHub.Trending.Counting;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>Identities of readers without a cookie, through the endpoints of a hub behind a proxy.</summary>
[Trait("Category", "Slow")]
public sealed class ReaderTokenTests : IAsyncLifetime
{
    private const int PerNetwork = 3;

    private readonly HubProcess _hub = new(("NewsHub__TrustedProxies__0", "127.0.0.1"), ("NewsHub__Trending__Fairness__TokensPerNetwork", $"{PerNetwork}"));
    private string _article = "";

    public async Task InitializeAsync()
    {
        await _hub.InitializeAsync();
        _article = await _hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
    }

    public Task DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Readers_with_tokens_are_counted_one_by_one_over_every_transport()
    {
        var (header, query, live) = (await Issue("192.0.2.1"), await Issue("192.0.2.2"), await Issue("192.0.2.3"));
        (await Post("reads")).Expect(202);
        (await Post("reads", ("User-Agent", "Other"))).Expect(202);
        (await Post("reads", (ReaderToken.Header, header))).Expect(202);
        (await Post("reads", (ReaderToken.Header, header), ("User-Agent", "Other"))).Expect(202);
        (await _hub.Send("POST", $"/api/articles/{_article}/reads?reader={query}")).Expect(202);
        (await _hub.Send("POST", $"/api/articles/{_article}/reads", headers: ("Cookie", $"{ReaderIdentifier.Cookie}={query}"))).Expect(202);
        await using var connection = new HubConnectionBuilder().WithUrl(new Uri(_hub.Address, $"/live?reader={live}")).Build();
        await connection.StartAsync();
        await connection.InvokeAsync("Read", _article);

        var counts = await Eventually.Is(Counts, counts => counts.GetProperty("reads").GetInt64() == 7);

        Assert.Equal(5, counts.GetProperty("readers").GetInt64());
    }

    [Fact]
    public async Task A_reaction_with_a_token_is_removed_by_the_same_token_only()
    {
        var (one, other) = (await Issue("192.0.2.1"), await Issue("192.0.2.1"));

        Assert.Equal(1, ReactionHub.CountIn((await React("POST", one)).Expect(200).Json));
        Assert.Equal(1, ReactionHub.CountIn((await React("DELETE", other)).Expect(200).Json));
        Assert.Equal(0, ReactionHub.CountIn((await React("DELETE", one)).Expect(200).Json));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("R3nqqLJ0Zqt5Gr0kQ1DxWw.AcrAgKk5xVQ0cNcM")]
    public async Task A_token_of_another_hub_is_refused_and_replaced(string token)
    {
        await _hub.ExpectNoChange(async () =>
        {
            (await Post("reads", (ReaderToken.Header, token))).Expect(400);
            (await _hub.Send("POST", $"/api/articles/{_article}/reads?reader={token}")).Expect(400);
            (await React("POST", token)).Expect(400);
            (await _hub.Send("POST", "/api/impressions", new { ranking = "rising", articles = new[] { _article } }, headers: (ReaderToken.Header, token))).Expect(400);
        });
        Assert.Equal(0, (await Counts()).GetProperty("reads").GetInt64());
        var issued = (await _hub.Send("POST", $"/api/readers?reader={token}", headers: ("X-Forwarded-For", "192.0.2.1"))).Expect(200);
        Assert.NotEqual(token, TokenIn(issued));
        Assert.Equal(TokenIn(issued), TokenIn((await _hub.Send("POST", "/api/readers", headers: (ReaderToken.Header, TokenIn(issued)))).Expect(200)));
        using var stream = await _hub.Client.GetAsync(new Uri($"/live/events?reader={token}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(System.Net.HttpStatusCode.OK, stream.StatusCode);
    }

    [Fact]
    public async Task A_network_gets_a_limited_number_of_tokens_an_hour()
    {
        for (var n = 0; n < PerNetwork; n++) await Issue($"198.51.100.{n}");
        var refused = (await _hub.Send("POST", "/api/readers", headers: ("X-Forwarded-For", "198.51.100.200"))).Expect(429);

        Assert.InRange(int.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 3600);
        await Issue("203.0.113.1");
    }

    [Fact]
    public async Task An_IPv6_provider_gets_sixteen_times_the_tokens_of_a_network()
    {
        var issued = 0;
        for (var n = 0; n < 20 * PerNetwork; n++)
            if ((await _hub.Send("POST", "/api/readers", headers: ("X-Forwarded-For", $"2001:db8:{n:x}::1"))).Status == 200) issued++;

        Assert.Equal(16 * PerNetwork, issued);
    }

    [Fact]
    public async Task Only_a_key_with_the_scope_readers_may_pass_an_address_on()
    {
        var backEnd = (await _hub.Send("POST", "/api/keys", new { newsroom = "app", scope = "readers" }, _hub.Admin)).Expect(201).Json.GetProperty("key").GetString()!;
        var draft = await _hub.Create("""{"headline":"Draft","section":"world"}""");
        (string, string) address = (ReaderToken.AddressHeader, "198.51.100.77");

        (await Post("reads", address)).Expect(401);
        (await _hub.Send("POST", $"/api/articles/{_article}/reads", key: backEnd, headers: (ReaderToken.AddressHeader, "nowhere"))).Expect(400);
        (await _hub.Send("POST", $"/api/articles/{_article}/reads", key: backEnd, headers: address)).Expect(202);
        for (var n = 0; n < PerNetwork; n++) (await _hub.Send("POST", "/api/readers", key: backEnd, headers: address)).Expect(200);
        (await _hub.Send("POST", "/api/readers", key: backEnd, headers: address)).Expect(429);
        (await _hub.Send("POST", "/api/readers", key: backEnd, headers: (ReaderToken.AddressHeader, "203.0.113.9"))).Expect(200);

        (await _hub.Send("POST", "/api/articles", new { headline = "Forged", section = "world" }, backEnd)).Expect(403);
        (await _hub.Send("GET", "/api/keys", key: backEnd)).Expect(403);
        (await _hub.Send("GET", $"/api/articles/{draft}", key: (await _hub.Send("POST", "/api/keys", new { newsroom = "harbour", scope = "readers" }, _hub.Admin)).Expect(201).Json.GetProperty("key").GetString()!)).Expect(404);
    }

    [Fact]
    public async Task Scripts_of_other_sites_may_get_and_use_a_token()
    {
        foreach (var path in (string[])["/api/readers", $"/api/articles/{_article}/reads", $"/api/articles/{_article}/reactions", "/api/impressions"])
        {
            var preflight = (await _hub.Send("OPTIONS", path, headers: [("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", "POST")])).Expect(204);
            Assert.Equal("*", preflight.Header("Access-Control-Allow-Origin"));
            Assert.Contains("POST", preflight.Header("Access-Control-Allow-Methods")!, StringComparison.Ordinal);
            Assert.Contains(ReaderToken.Header, preflight.Header("Access-Control-Allow-Headers")!, StringComparison.Ordinal);
            Assert.Null(preflight.Header("Access-Control-Allow-Credentials"));
        }
        Assert.Equal("*", (await _hub.Send("POST", "/api/readers", headers: [("Origin", "https://elsewhere.example"), ("X-Forwarded-For", "203.0.113.200")])).Expect(200).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task The_NET_client_keeps_its_token_in_a_file()
    {
        var file = new ReaderFile(Path.Combine(_hub.DataDirectory, "reader.token"));
        for (var start = 0; start < 3; start++)
        {
            await using var wire = new NewsWire(_hub.Address, new NewsWireOptions { Topics = ["news"], Reader = file });
            await foreach (var _ in wire.ReadAll()) break;
            await wire.Read(_article);
        }

        var counts = await Eventually.Is(Counts, counts => counts.GetProperty("reads").GetInt64() == 3);

        Assert.Equal(1, counts.GetProperty("readers").GetInt64());
        Assert.Equal(39, (await file.Load(CancellationToken.None))!.Length);
    }

    private async Task<string> Issue(string address) => TokenIn((await _hub.Send("POST", "/api/readers", headers: ("X-Forwarded-For", address))).Expect(200));

    private static string TokenIn(ApiResponse response) => response.Json.GetProperty("token").GetString()!;

    private Task<ApiResponse> Post(string resource, params (string, string)[] headers) => _hub.Send("POST", $"/api/articles/{_article}/{resource}", headers: headers);

    private Task<ApiResponse> React(string method, string token) =>
        _hub.Send(method, $"/api/articles/{_article}/reactions", new { reaction = "veryGood" }, headers: (ReaderToken.Header, token));

    private async Task<System.Text.Json.JsonElement> Counts() => (await _hub.Get($"/api/articles/{_article}/counts")).Expect(200).Json;
}
