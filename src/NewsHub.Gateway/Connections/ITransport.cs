using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>What an outbox writes to: a WebSocket, a server-sent event stream, or one of SignalR's own transports. One write at a time.</summary>
internal interface ITransport
{
    PayloadFormat Format { get; }

    /// <summary>True once the format has been negotiated. Nothing can be written before that.</summary>
    bool IsOpen { get; }

    /// <summary>Completes when the transport has taken the packet; synchronously while the reader keeps up.</summary>
    ValueTask Write(Packet packet);

    /// <summary>Called every second to send keep-alives and to detect dead connections.</summary>
    void Tick(Outbox outbox);

    /// <summary>Closes the connection gracefully, as the transport defines it. The reader may reconnect.</summary>
    /// <param name="violation">The policy violation reported to the reader if the transport can; null if there is none.</param>
    void Close(string? violation = null);

    /// <summary>Drops the connection without a closing message. The reader can resume from its cursor.</summary>
    void Abort();
}
