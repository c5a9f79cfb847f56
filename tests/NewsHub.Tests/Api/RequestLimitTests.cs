using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>One address may make a limited number of requests to the API without a key.</summary>
[Trait("Category", "Slow")]
public sealed class RequestLimitTests(RequestLimitTests.OnePerSecond limited) : IClassFixture<RequestLimitTests.OnePerSecond>
{
    [Fact]
    public async Task Anonymous_requests_beyond_the_limit_return_429_and_pages_and_keys_are_not_limited()
    {
        Assert.Equal("1", (await UntilRefused(() => limited.Hub.Get("/api/articles"))).Header("Retry-After"));
        await UntilRefused(() => limited.Hub.Send("POST", "/live/negotiate?negotiateVersion=1"));
        (await limited.Hub.Get("/api/articles", limited.Hub.Harbour)).Expect(200);
        (await limited.Hub.Get("/")).Expect(200);
    }

    // On a busy machine a second can pass between two requests, and then one more is allowed.
    private static async Task<ApiResponse> UntilRefused(Func<Task<ApiResponse>> send)
    {
        ApiResponse response;
        var requests = 0;
        do response = await send();
        while (response.Status == 200 && ++requests < 1_000);
        response.ExpectProblem(429);
        return response;
    }

    /// <summary>A hub that allows one request per second, and ten in a burst.</summary>
    public sealed class OnePerSecond : IAsyncLifetime
    {
        internal HubProcess Hub { get; } = new(("NewsHub__MaxRequestsPerSecondAndAddress", "1"));

        public Task InitializeAsync() => Hub.InitializeAsync();

        public Task DisposeAsync() => Hub.DisposeAsync();
    }
}
