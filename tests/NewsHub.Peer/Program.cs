// Plain SignalR as in a tutorial: the baseline that the hub is measured against. No storage, no ordering, no resume.
using Microsoft.AspNetCore.SignalR;
using NewsHub.Peer;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSignalR();
var app = builder.Build();
app.MapHub<PeerHub>("/live");
app.MapGet("/health", () => Results.Ok());
app.MapPost("/publish", async (PeerEntry entry, IHubContext<PeerHub, IPeerClient> hub) =>
{
    await hub.Clients.Group(PeerHub.News).Entry(entry);
    return Results.NoContent();
});
app.Run();
