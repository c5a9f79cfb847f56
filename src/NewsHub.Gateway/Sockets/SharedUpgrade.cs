using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NewsHub.Gateway.Connections;

namespace NewsHub.Gateway.Sockets;

/// <summary>Puts the outbox between the connection and whoever upgrades it to a WebSocket, over HTTP/1.1 or HTTP/2.</summary>
internal sealed class SharedUpgrade(SocketTransport transport, Outbox outbox, IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest ?? false;

    public bool IsExtendedConnect => connect?.IsExtendedConnect ?? false;

    public string? Protocol => connect?.Protocol;

    public async Task<Stream> UpgradeAsync() => Share(await upgrade!.UpgradeAsync());

    public async ValueTask<Stream> AcceptAsync() => Share(await connect!.AcceptAsync());

    /// <summary>Takes the place of the server's own features on this request.</summary>
    public static void On(HttpContext http, SocketTransport transport, Outbox outbox)
    {
        var (upgrade, connect) = (http.Features.Get<IHttpUpgradeFeature>(), http.Features.Get<IHttpExtendedConnectFeature>());
        var shared = new SharedUpgrade(transport, outbox, upgrade, connect);
        if (upgrade is not null) http.Features.Set<IHttpUpgradeFeature>(shared);
        if (connect is not null) http.Features.Set<IHttpExtendedConnectFeature>(shared);
    }

    private SharedStream Share(Stream stream)
    {
        transport.Open(stream);
        return new SharedStream(stream, outbox);
    }
}
