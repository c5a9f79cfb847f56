using Microsoft.AspNetCore.SignalR;

namespace NewsHub.Peer;

/// <summary>Everybody who connects is told everything.</summary>
public sealed class PeerHub : Hub<IPeerClient>
{
    public const string News = "news";

    public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, News);
}

/// <summary>What its clients are told.</summary>
public interface IPeerClient
{
    Task Entry(PeerEntry entry);
}
