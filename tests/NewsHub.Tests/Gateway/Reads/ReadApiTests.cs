using System.Net;
using NewsHub.Tests.Trending;
using Xunit;

namespace NewsHub.Tests.Gateway.Reads;

[Collection(SharedTrendingCluster.Name)]
public sealed class ReadApiTests(TrendingCluster hub) : TrendingEndpoints(hub)
{
    [Fact]
    public async Task Reads_are_counted_with_any_content_type_and_body()
    {
        await Hub.Publish("beacon", "beacons");

        Assert.Equal(HttpStatusCode.Accepted, (await Post("beacon", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await Post("beacon", new StringContent("anything"))).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await Post("beacon", new FormUrlEncodedContent([KeyValuePair.Create("a", "b")]))).StatusCode);

        await Eventually.Is(() => Hub.Counter("beacon").Get(), counts => counts is { Reads: 3, Readers: 1 });
    }

    [Theory]
    [InlineData(404, "nowhere")]
    [InlineData(400, "-")]
    [InlineData(400, "a%20b")]
    [InlineData(400, "a.b")]
    public async Task A_read_of_an_unknown_or_malformed_id_is_refused(int status, string id) => await AssertRefused(status, await Post(id, null));

    [Fact]
    public async Task A_body_over_1024_bytes_returns_413() => await AssertRefused(413, await Post("beacon", new StringContent(new string('a', 1_025))));

    private Task<HttpResponseMessage> Post(string id, HttpContent? content) =>
        Client.PostAsync(new Uri($"/api/articles/{id}/reads", UriKind.Relative), content);
}
