using NewsHub.Articles;
using NewsHub.Gateway;
using NewsHub.Host;
using NewsHub.Host.Clustering;
using NewsHub.Host.Health;
using NewsHub.Host.Commands;
using NewsHub.Host.Startup;
using NewsHub.Host.Telemetry;
using NewsHub.Http;
using NewsHub.Trending;
using NewsHub.Web;

try
{
    return args switch
    {
        [MigrateCommand.Name, .. var migration] => await MigrateCommand.Run(migration),
        [RestoreCommand.Name, .. var restoration] => await RestoreCommand.Run(restoration),
        _ => await RunHub(args),
    };
}
catch (Exception failure) when (!HubStart.IsStarted)
{
    return HubStart.Report(failure);
}

static async Task<int> RunHub(string[] args)
{
    await using var app = BuildHub(args);
    await HubStart.Run(app);
    await HubStart.WaitForStop(app);
    return Environment.ExitCode;
}

static WebApplication BuildHub(string[] args)
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    var hub = builder.ReadHubOptions();

    builder.AddServer(hub);
    builder.AddProxies();
    builder.AddLogs();
    var telemetry = builder.AddTelemetry();
    Ports.Check(hub, builder.Configuration);
    builder.AddCluster(hub, telemetry);
    builder.AddStore(hub);
    builder.Services.AddHealth(hub);
    builder.Services.AddArticles(hub.DataDirectory);
    builder.Services.AddTrending();
    if (hub.IsGateway)
    {
        builder.Services.AddLatestArticles();
        builder.Services.AddGateway();
        builder.Services.AddWeb();
    }

    var app = builder.Build();

    app.UseTelemetry(telemetry);
    if (hub.IsGateway) app.UseWeb();
    app.UseServer();
    var routes = app.MapForOtherSites().MapRules();
    routes.MapHealth();
    routes.MapTelemetry(telemetry);
    if (hub.IsGateway)
    {
        routes.MapArticles();
        routes.MapTrending();
        routes.MapGateway();
        routes.MapOpenApiBrowser();
        routes.MapWeb();
    }

    return app;
}
