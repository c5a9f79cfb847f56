using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Gateway.Sockets;

namespace NewsHub.Gateway.SignalR;

/// <summary>Gives every SignalR connection its way out, and takes it off the switchboard when it goes.</summary>
internal sealed class LiveLifetime(Switchboard switchboard, Gate gate, Formats formats, LiveMetrics metrics, TimeProvider time, ILoggerFactory loggers)
    : DefaultHubLifetimeManager<LiveHub>(loggers.CreateLogger<DefaultHubLifetimeManager<LiveHub>>())
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connection.Features.Set(new Connection(OutboxOf(connection)));
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connection.Features.Get<Connection>() is { } reader) switchboard.LeaveAll(reader);
        connection.Features.Get<Visit>()?.Dispose();
        return base.OnDisconnectedAsync(connection);
    }

    private Outbox OutboxOf(HubConnectionContext connection)
    {
        var format = formats.Of(connection.Protocol);
        if (connection.Features.Get<SocketLine>() is { } socket)
        {
            socket.Format = format;
            connection.Features.Set<ILine>(socket);
            return connection.Features.Get<Outbox>()!;
        }

        var line = new HubLine(connection, format);
        var outbox = new Outbox(line, metrics, time);
        connection.Features.Set<ILine>(line);
        var http = connection.Features.Get<IHttpContextFeature>()?.HttpContext;
        var transport = connection.Features.Get<IHttpTransportFeature>()?.TransportType.ToString() ?? "other";
        connection.Features.Set(gate.Enter(http?.Connection.RemoteIpAddress, char.ToLowerInvariant(transport[0]) + transport[1..], line, outbox, connection.User));
        return outbox;
    }
}
