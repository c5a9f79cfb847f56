using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NewsHub.Gateway.Connections;

namespace NewsHub.Gateway.Sockets;

/// <summary>Puts the outbox between the connection and the WebSocket middleware, over HTTP/1.1 or HTTP/2.</summary>
internal sealed class SharedUpgrade(SocketTransport transport, Outbox outbox, IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest ?? false;

    public bool IsExtendedConnect => connect?.IsExtendedConnect ?? false;

    public string? Protocol => connect?.Protocol;

    public async Task<Stream> UpgradeAsync() => Wrap(await upgrade!.UpgradeAsync());

    public async ValueTask<Stream> AcceptAsync() => Wrap(await connect!.AcceptAsync());

    /// <summary>Replaces the server's upgrade features on this request.</summary>
    public static void Install(HttpContext http, SocketTransport transport, Outbox outbox)
    {
        var (upgrade, connect) = (http.Features.Get<IHttpUpgradeFeature>(), http.Features.Get<IHttpExtendedConnectFeature>());
        var shared = new SharedUpgrade(transport, outbox, upgrade, connect);
        if (upgrade is not null) http.Features.Set<IHttpUpgradeFeature>(shared);
        if (connect is not null) http.Features.Set<IHttpExtendedConnectFeature>(shared);
    }

    private SharedStream Wrap(Stream stream)
    {
        transport.Open(stream);
        return new SharedStream(stream, outbox);
    }
}
