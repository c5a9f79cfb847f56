using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>One address may make a limited number of requests to the API without a key.</summary>
[Trait("Category", "Slow")]
public sealed class RequestLimitTests(RequestLimitTests.OnePerSecond limited) : IClassFixture<RequestLimitTests.OnePerSecond>
{
    [Fact]
    public async Task Anonymous_requests_beyond_the_limit_return_429_and_pages_and_keys_are_not_limited()
    {
        ApiResponse response;
        var requests = 0;
        do response = await limited.Hub.Get("/api/articles");
        while (response.Status == 200 && ++requests < 1_000);

        Assert.Equal("1", response.ExpectProblem(429).Header("Retry-After"));
        (await limited.Hub.Send("POST", "/live/negotiate?negotiateVersion=1")).ExpectProblem(429);
        (await limited.Hub.Get("/api/articles", limited.Hub.Harbour)).Expect(200);
        (await limited.Hub.Get("/")).Expect(200);
    }

    /// <summary>A hub that allows one request per second, and ten in a burst.</summary>
    public sealed class OnePerSecond : IAsyncLifetime
    {
        internal HubProcess Hub { get; } = new(("NewsHub__MaxRequestsPerSecondAndAddress", "1"));

        public Task InitializeAsync() => Hub.InitializeAsync();

        public Task DisposeAsync() => Hub.DisposeAsync();
    }
}
