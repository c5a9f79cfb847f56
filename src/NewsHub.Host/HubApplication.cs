using NewsHub.Articles;
using NewsHub.Gateway;
using NewsHub.Host.Clustering;
using NewsHub.Host.Health;
using NewsHub.Host.OpenApi;
using NewsHub.Host.Startup;
using NewsHub.Host.Telemetry;
using NewsHub.Http;
using NewsHub.Syndication;
using NewsHub.Trending;
using NewsHub.Web;

namespace NewsHub.Host;

/// <summary>Composes a hub: its services, its middleware and its routes.</summary>
internal static class HubApplication
{
    public static WebApplication Build(string[] args)
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
        builder.Services.AddCachePurge(builder.Configuration);
        if (hub.IsGateway)
        {
            builder.Services.AddLatestArticles();
            builder.Services.AddGateway();
            builder.Services.AddSyndication();
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
            routes.MapApiDescriptions();
            routes.MapSyndication();
            routes.MapWeb();
        }

        return app;
    }
}
