// Bare SignalR as a tutorial would write it, to measure the hub beside: what one would otherwise use. No storage, no order, no resume.
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
