using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Gateway.Reads;
using NewsHub.Http;
using NewsHub.Trending;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>Serves the endpoints of trending and of reads on a socket, connected to the cluster.</summary>
public abstract class TrendingEndpoints(TrendingCluster hub) : IAsyncLifetime
{
    /// <summary>The sections of every hub, and those in which the tests have rankings of their own.</summary>
    private static readonly Sections TestSections = new(Options.Create(new ArticlesOptions
    {
        Sections = [.. Sections.Default, .. new[] { "listings", "weeklies", "explanations", "etags" }.Select(slug => new Section(slug, slug))],
    }));

    private WebApplication _app = null!;

    protected TrendingCluster Hub { get; } = hub;

    protected HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddSingleton<IGrainFactory>(Hub.Grains)
            .AddSingleton(Hub.Database)
            .AddSingleton(Hub.Store)
            .AddSingleton(TestSections)
            .AddSingleton<IKnownSections>(TestSections)
            .AddTrending()
            .AddSingleton(TrendingCluster.Weekly)
            .AddReads();
        _app = builder.Build();
        _app.UseQueryRules();
        _app.MapTrending();
        _app.MapReads();
        await _app.StartAsync();
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Asserts that the response is problem details with the status and a detail.</summary>
    protected static async Task AssertRefused(int status, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains("\"detail\":", body, StringComparison.Ordinal);
    }
}
