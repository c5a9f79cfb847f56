using NewsHub.Articles;
using NewsHub.Gateway;
using NewsHub.Host;
using NewsHub.Host.Clustering;
using NewsHub.Host.Health;
using NewsHub.Host.Commands;
using NewsHub.Host.Telemetry;
using NewsHub.Http;
using NewsHub.Trending;
using NewsHub.Web;

if (args is [MigrateCommand.Name, .. var migration]) return await MigrateCommand.Run(migration);
if (args is [RestoreCommand.Name, .. var restoration]) return await RestoreCommand.Run(restoration);

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var hub = builder.ReadHubOptions();

builder.AddServer(hub);
builder.AddProxies();
builder.AddLogs();
var telemetry = builder.AddTelemetry();
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

await app.RunAsync();
return Environment.ExitCode;
