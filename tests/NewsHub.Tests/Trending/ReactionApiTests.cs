using System.Text;
using CsCheck;
using NewsHub.Trending.Counting;
using Xunit;

namespace NewsHub.Tests.Trending;

[Collection(SharedTrendingCluster.Name)]
public sealed class ReactionApiTests(TrendingCluster hub) : TrendingEndpoints(hub)
{
    private const string VeryGood = """{"reaction":"veryGood"}""";

    [Fact]
    public async Task A_reader_reacts_once_and_withdraws_the_reaction()
    {
        await Hub.Publish("react", "reacts");

        var (anna, ben) = (await IssueCookie(), await IssueCookie());

        Assert.Equal(1, await Count(await Send(HttpMethod.Post, "react", VeryGood, anna)));
        Assert.Equal(1, await Count(await Send(HttpMethod.Post, "react", VeryGood, anna)));
        Assert.Equal(2, await Count(await Send(HttpMethod.Post, "react", VeryGood, ben)));
        Assert.Equal(1, await Count(await Send(HttpMethod.Delete, "react", VeryGood, anna)));
        Assert.Equal(0, await Count(await Send(HttpMethod.Delete, "react", null, ben, "?reaction=veryGood")));
        Assert.Contains("\"reactions\":{}", await Client.GetStringAsync("/api/articles/react/counts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_that_is_not_public_returns_404()
    {
        await AssertRefused(404, await Send(HttpMethod.Post, "nowhere", VeryGood));
        await AssertRefused(404, await Send(HttpMethod.Delete, "nowhere", VeryGood));
        await AssertRefused(404, await Client.GetAsync(new Uri("/api/articles/nowhere/counts", UriKind.Relative)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"reaction\":null}")]
    [InlineData("{\"reaction\":7}")]
    [InlineData("{\"reaction\":{}}")]
    [InlineData("{\"reaction\":\"awful\"}")]
    [InlineData("{\"reaction\":\"veryGood\"")]
    public async Task A_body_without_an_allowed_reaction_returns_400(string body)
    {
        await AssertRefused(400, await Send(HttpMethod.Post, "react", body));
        await AssertRefused(400, await Send(HttpMethod.Delete, "react", body));
    }

    [Fact]
    public async Task A_body_over_the_limit_returns_413() =>
        await AssertRefused(413, await Send(HttpMethod.Post, "react", new string(' ', ReactionRequest.MaxBytes) + VeryGood));

    [Theory]
    [InlineData("-begins-with-a-hyphen")]
    [InlineData("a%20b")]
    [InlineData("%F0%9F%98%80")]
    public async Task A_malformed_id_returns_400(string id)
    {
        await AssertRefused(400, await Send(HttpMethod.Post, id, VeryGood));
        await AssertRefused(400, await Client.GetAsync(new Uri($"/api/articles/{id}/counts", UriKind.Relative)));
    }

    [Fact]
    public async Task An_arbitrary_body_never_returns_5xx() => await Gen.Byte.Array[0, 1_100].SampleAsync(async body =>
    {
        using var content = new ByteArrayContent(body);
        var response = await Client.PostAsync(new Uri("/api/articles/react/reactions", UriKind.Relative), content);
        Assert.InRange((int)response.StatusCode, 400, 413);
    }, iter: 100);

    private async Task<string> IssueCookie() =>
        ReaderCookie.New(TimeProvider.System.GetUtcNow()).Write((await Hub.Grains.GetGrain<IReaderKeyGrain>(0).Today()).Lasting);

    private async Task<HttpResponseMessage> Send(HttpMethod method, string id, string? body, string? reader = null, string query = "")
    {
        using var request = new HttpRequestMessage(method, $"/api/articles/{id}/reactions{query}");
        if (reader is not null) request.Headers.Add("Cookie", $"{ReaderIdentifier.Cookie}={reader}");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Client.SendAsync(request);
    }

    private static async Task<long> Count(HttpResponseMessage response)
    {
        response.EnsureSuccessStatusCode();
        var counts = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return counts.GetProperty("reactions").TryGetProperty("veryGood", out var count) ? count.GetInt64() : 0;
    }
}
