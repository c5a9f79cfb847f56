using Microsoft.AspNetCore.SignalR;

namespace NewsHub.Peer;

/// <summary>Sends every entry to every connection.</summary>
public sealed class PeerHub : Hub<IPeerClient>
{
    public const string News = "news";

    public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, News);
}

/// <summary>The methods called on clients.</summary>
public interface IPeerClient
{
    Task Entry(PeerEntry entry);
}
