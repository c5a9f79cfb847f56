using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Gateway.Sockets;

namespace NewsHub.Gateway.SignalR;

/// <summary>Gives every SignalR connection an outbox, and removes its subscriptions when it disconnects.</summary>
internal sealed class LiveLifetime(SubscriptionRegistry registry, ConnectionLimiter limiter, PayloadFormats formats, LiveMetrics metrics, TimeProvider time, ILoggerFactory loggers)
    : DefaultHubLifetimeManager<LiveHub>(loggers.CreateLogger<DefaultHubLifetimeManager<LiveHub>>())
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connection.Features.Set(new Connection(OutboxOf(connection), connection.Features.Get<IHttpContextFeature>()?.HttpContext?.Connection.RemoteIpAddress));
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connection.Features.Get<Connection>() is { } subscriber) registry.Close(subscriber);
        connection.Features.Get<ConnectionLease>()?.Dispose();
        return base.OnDisconnectedAsync(connection);
    }

    private Outbox OutboxOf(HubConnectionContext connection)
    {
        if (connection.Features.Get<SocketTransport>() is { } socket)
        {
            socket.Format = socket.IsCompressed ? formats.DeflatedOf(connection.Protocol) : formats.Of(connection.Protocol);
            connection.Features.Set<ITransport>(socket);
            return connection.Features.Get<Outbox>()!;
        }

        var transport = new HubTransport(connection, formats.Of(connection.Protocol));
        var outbox = new Outbox(transport, metrics, time);
        connection.Features.Set<ITransport>(transport);
        var http = connection.Features.Get<IHttpContextFeature>()?.HttpContext;
        var transportName = connection.Features.Get<IHttpTransportFeature>()?.TransportType.ToString() ?? "other";
        var lease = limiter.TryAcquire(
            http?.Connection.RemoteIpAddress, char.ToLowerInvariant(transportName[0]) + transportName[1..], transport, outbox, connection.User, out _);
        if (lease is null) connection.Abort(); // the limit was reached since the negotiation
        else connection.Features.Set(lease);
        return outbox;
    }
}
