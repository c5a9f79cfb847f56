using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Latest;
using NewsHub.Articles.Lifecycle;
using NewsHub.Syndication;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Web;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Orleans.TestingHost;
using Xunit;

namespace NewsHub.Tests.Web;

/// <summary>A test cluster with the pages on a real socket, and a newsroom that publishes to it.</summary>
public sealed class Newspaper : IAsyncLifetime
{
    private static readonly Actor Newsroom = new("harbour-wire", MayEditOthers: false);

    private readonly TemporaryDirectory _directory = new();
    private SqliteDatabase _database = null!;
    private InProcessTestCluster _cluster = null!;
    private WebApplication _pages = null!;

    public AlsoRead AlsoRead => _pages.Services.GetRequiredService<AlsoRead>();

    public HttpClient Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _database = new SqliteDatabase(_directory.Path, NullLogger<SqliteDatabase>.Instance, [TrendingSetup.Schema]);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services
            .AddSingleton(_database).AddSqliteWire(_directory.Path).AddArticles(_directory.Path).AddTrending());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        await StartPages();
    }

    public async Task DisposeAsync()
    {
        Browser.Dispose();
        await _pages.DisposeAsync();
        await _cluster.DisposeAsync();
        _database.Dispose();
        _directory.Dispose();
    }

    public async Task<string> Publish(Draft draft)
    {
        var id = $"a{Guid.NewGuid():N}";
        await Execute(id, new Create(draft with { Status = DraftStatus.Published }) { Actor = Newsroom });
        return id;
    }

    public Task SaveDraft(string id, Draft draft) => Execute(id, new Create(draft) { Actor = Newsroom });

    public Task Correct(string id, string note) => Execute(id, new Correct(note, null) { Actor = Newsroom });

    public Task Kill(string id) => Execute(id, new Kill("It was not true.") { Actor = Newsroom });

    public Task Withhold(string id, string? notice = null) => Execute(id, new Withhold("It is being checked.", notice) { Actor = Newsroom });

    public async Task<string> GetHtml(string path)
    {
        var response = await Browser.GetAsync(path);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    private async Task Execute(string id, ArticleCommand command)
    {
        var outcome = Assert.IsType<CommandOutcome.Done>(await _cluster.Client.GetGrain<IArticleGrain>(id).Do(command));
        if (outcome.Receipt.Cursor is not { } cursor) return;
        var front = _pages.Services.GetRequiredService<LatestArticles>();
        await Eventually.Is(() => Task.FromResult(front), page => page.IsReady && page.Current.Cursor.Sequence >= cursor.Sequence);
    }

    private async Task StartPages()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddSingleton<IGrainFactory>(_cluster.Client).AddSingleton<IWireStore>(new SqliteWireStore(_database))
            .AddSingleton<WireMetrics>().AddSingleton<WireFollower>()
            .AddSingleton<WireTail>().AddHostedService(provider => provider.GetRequiredService<WireTail>()).AddClocks().AddSingleton<Sections>()
            .AddSingleton<ReaderIdentifier>().AddSingleton<AlsoRead>().AddSingleton<ClickRates>().AddSingleton(RankingFormulas.BuiltIn).AddRankingCache().AddLatestArticles().AddSyndication().AddWeb();
        _pages = builder.Build();
        _pages.MapSyndication();
        _pages.MapWeb();
        await _pages.StartAsync();
        Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_pages.Urls.Single()) };
        var front = _pages.Services.GetRequiredService<LatestArticles>();
        await Eventually.Is(() => Task.FromResult(front), page => page.IsReady);
    }
}
