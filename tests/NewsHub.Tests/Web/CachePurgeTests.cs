using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NewsHub.Tests.Api;
using Xunit;

namespace NewsHub.Tests.Web;

/// <summary>A cache that is asked to remove pages.</summary>
[Trait("Category", "Slow")]
public sealed class CachePurgeTests : IAsyncLifetime
{
    private readonly List<(string? Authorization, string[] Tags)> _requests = [];
    private WebApplication _cache = null!;
    private HubProcess _hub = null!;
    private volatile bool _isRefusing = true;
    private int _refused;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _cache = builder.Build();
        _cache.MapPost("/purge", async (HttpRequest request) =>
        {
            var tags = (await JsonDocument.ParseAsync(request.Body)).RootElement.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!).ToArray();
            if (_isRefusing)
            {
                Interlocked.Increment(ref _refused);
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            lock (_requests) _requests.Add((request.Headers.Authorization, tags));
            return Results.Ok();
        });
        await _cache.StartAsync();
        _hub = new HubProcess([("NewsHub__Web__Purge__Url", $"{_cache.Urls.Single()}/purge"), ("NewsHub__Web__Purge__Authorization", "Bearer secret")]);
        await _hub.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _cache.DisposeAsync();
    }

    [Fact]
    public async Task Withdrawals_and_corrections_are_sent_again_until_the_cache_has_accepted_them_and_publications_are_not_sent()
    {
        var killed = await _hub.Create("""{"headline":"Ferry sinks","section":"world","tags":["boats"],"status":"published"}""");
        var corrected = await _hub.Create("""{"headline":"Ferry sails","section":"culture","status":"published"}""");
        (await _hub.Send("POST", $"/api/articles/{killed}/kill", new { reason = "It does not." }, _hub.Editor)).Expect(200);
        await Eventually.Is(() => _refused >= 2);
        _isRefusing = false;
        (await _hub.Send("POST", $"/api/articles/{corrected}/correct", new { note = "It was on Tuesday." }, _hub.Editor)).Expect(200);

        var tags = await Eventually.Is(() => Task.FromResult(Received()), tags => tags.Contains($"article-{corrected}"));

        string[] expected = [$"article-{killed}", $"article-{corrected}", "news", "section-world", "section-culture", "tag-boats"];
        Assert.Equal(expected.Order(), tags.Distinct().Order());
        Assert.All(_requests, request => Assert.Equal("Bearer secret", request.Authorization));
        Assert.Equal("section-culture,breaking", (await _hub.Get("/sections/culture")).Header("Cache-Tag"));
    }

    private string[] Received()
    {
        lock (_requests) return [.. _requests.SelectMany(request => request.Tags)];
    }
}
