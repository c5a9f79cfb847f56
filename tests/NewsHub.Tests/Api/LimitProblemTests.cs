using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>A live connection beyond a limit is refused in the same form on every transport.</summary>
[Trait("Category", "Slow")]
public sealed class LimitProblemTests(LimitProblemTests.SmallLimit small) : IClassFixture<LimitProblemTests.SmallLimit>
{
    [Theory]
    [InlineData("GET", "/live/events")]
    [InlineData("POST", "/live/negotiate?negotiateVersion=1")]
    [InlineData("POST", "/live/negotiate")]
    [InlineData("GET", "/live", "Upgrade", "websocket")]
    public async Task A_connection_beyond_the_limit_of_its_address_returns_429_with_the_time_to_retry(string method, string path, string header = "Accept", string value = "text/html")
    {
        using var events = await small.Hub.Client.GetAsync("/live/events", HttpCompletionOption.ResponseHeadersRead);

        var response = await small.Hub.Send(method, path, headers: [(header, value), ("Connection", header)]);

        Assert.Equal("2", response.ExpectProblem(429).Header("Retry-After"));
    }

    /// <summary>A hub that allows one live connection per address.</summary>
    public sealed class SmallLimit : IAsyncLifetime
    {
        internal HubProcess Hub { get; } = new(("NewsHub__Live__MaxConnectionsPerAddress", "1"));

        public Task InitializeAsync() => Hub.InitializeAsync();

        public Task DisposeAsync() => Hub.DisposeAsync();
    }
}
