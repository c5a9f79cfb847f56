using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.SignalR;

/// <summary>One of SignalR's own transports: long polling, or its server-sent events.</summary>
internal sealed class HubTransport(HubConnectionContext connection, HubFormat format) : ITransport
{
    public PayloadFormat Format => format;

    public bool IsOpen => true;

    public ValueTask Write(Packet packet) => connection.WriteAsync(packet.HubMessage, CancellationToken.None);

    public void Tick(Outbox outbox)
    {
        // SignalR's own transports have their own heartbeat.
    }

    // Not HubConnectionContext.Abort, which forbids the client to reconnect.
    public void Close(string? violation) => connection.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Input.CancelPendingRead();

    public void Abort() => connection.Abort();
}
