using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Tests that invalid URLs, queries and methods are rejected.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class InvalidQueryTests(HubProcess hub)
{
    [Theory]
    [InlineData(400, "/api/articles?section=atlantis")]
    [InlineData(400, "/api/articles?tag=Not%20a%20tag")]
    [InlineData(400, "/api/articles?limit=0")]
    [InlineData(400, "/api/articles?limit=101")]
    [InlineData(400, "/api/articles?limit=-1")]
    [InlineData(400, "/api/articles?limit=many")]
    [InlineData(400, "/api/articles?limit=99999999999999")]
    [InlineData(400, "/api/articles?before=nonsense")]
    [InlineData(400, "/api/articles?before=otherlife.3")]
    [InlineData(400, "/api/articles?before=%00")]
    [InlineData(400, "/api/wire?after=nonsense")]
    [InlineData(400, "/api/wire?after=a.-1")]
    [InlineData(400, "/api/wire?after=a.99999999999999999999")]
    [InlineData(400, "/api/wire?topics=weather")]
    [InlineData(400, "/api/wire?topics=")]
    [InlineData(400, "/api/wire?topics=section/atlantis")]
    [InlineData(400, "/api/wire?topics=ranking/rising")]
    [InlineData(400, "/live/events?topics=ranking/yearly")]
    [InlineData(400, "/live/events?topics=ranking/rising/atlantis")]
    [InlineData(400, "/api/wire?topics=counts/a")]
    [InlineData(400, "/api/wire?topics=news,%F0%9F")]
    [InlineData(400, "/api/wire?limit=0")]
    [InlineData(400, "/api/wire?limit=501")]
    [InlineData(400, "/api/wire?limit=x")]
    [InlineData(400, "/api/wire?wait=31")]
    [InlineData(400, "/api/wire?wait=-1")]
    [InlineData(400, "/api/wire?wait=1.5")]
    [InlineData(404, "/api/rankings/best")]
    [InlineData(400, "/api/rankings/rising?limit=0")]
    [InlineData(400, "/api/rankings/rising?section=No%20slug")]
    [InlineData(404, "/api/articles/nowhere")]
    [InlineData(404, "/api/articles/-no-id")]
    [InlineData(404, "/api/articles/%F0%9F%9A%A2")]
    [InlineData(400, "/api/articles/a?version=two")]
    [InlineData(404, "/api/articles/nowhere/counts")]
    [InlineData(404, "/api/nothing/here")]
    [InlineData(404, "/live/nothing")]
    [InlineData(404, "/health/nothing")]
    [InlineData(404, "/openapi/nothing")]
    public async Task An_invalid_GET_returns_400_or_404(int status, string path) => (await hub.Get(path)).ExpectProblem(status);

    [Fact]
    public async Task A_wire_request_with_101_topics_returns_400() =>
        (await hub.Get($"/api/wire?topics={string.Join(',', Enumerable.Range(0, 101).Select(n => $"tag/t{n}"))}")).ExpectProblem(400, "topics");

    [Theory]
    [InlineData("DELETE", "/api/articles")]
    [InlineData("PATCH", "/api/articles")]
    [InlineData("DELETE", "/api/wire")]
    [InlineData("DELETE", "/api/breaking")]
    public async Task A_method_without_an_endpoint_returns_405(string method, string path) => (await hub.Send(method, path, key: hub.Admin)).ExpectProblem(405);
}
