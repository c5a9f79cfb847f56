using Xunit;

namespace NewsHub.Tests.Api;

[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class SecurityHeaderTests(HubProcess hub)
{
    [Theory]
    [InlineData("GET", "/", 200)]
    [InlineData("GET", "/docs", 200)]
    [InlineData("GET", "/docs/openapi/", 200)]
    [InlineData("GET", "/openapi/v1.json", 200)]
    [InlineData("GET", "/assets/newshub-client.js", 200)]
    [InlineData("GET", "/api/articles", 200)]
    [InlineData("GET", "/api/articles?limit=0", 400)]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("GET", "/articles/nowhere", 404)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("POST", "/api/articles", 401)]
    [InlineData("DELETE", "/api/wire", 405)]
    [InlineData("POST", "/live/negotiate?negotiateVersion=1", 200)]
    public async Task Browsers_take_every_response_for_what_it_says(string method, string path, int status) =>
        Assert.Equal("nosniff", (await hub.Send(method, path)).Expect(status).Header("X-Content-Type-Options"));

    [Theory]
    [InlineData("/")]
    [InlineData("/docs")]
    [InlineData("/docs/api")]
    [InlineData("/docs/openapi/")]
    [InlineData("/articles/nowhere")]
    public async Task Every_page_has_a_policy_that_allows_only_connections_to_the_hub(string path)
    {
        var policy = (await hub.Get(path)).Header("Content-Security-Policy")!;

        Assert.Matches("script-src 'self'( 'nonce-[^' ]+')?(;|$)", policy);
        foreach (var part in new[] { "default-src 'none'", "connect-src 'self'", "base-uri 'none'", "frame-ancestors 'none'" }) Assert.Contains(part, policy, StringComparison.Ordinal);
    }
}
