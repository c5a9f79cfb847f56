using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>What an outbox writes to: a WebSocket, a stream of server-sent events, one of SignalR's own transports. One write at a time.</summary>
internal interface ITransport
{
    PayloadFormat Format { get; }

    /// <summary>Whether the reader has said in which format they want to be told; before that nothing can be.</summary>
    bool IsOpen { get; }

    /// <summary>Completes when the transport has taken the packet; at once while the reader keeps up.</summary>
    ValueTask Write(Packet packet);

    /// <summary>Called each second: to tell the reader that the line is alive, and to notice when it is not.</summary>
    void Tick(Outbox outbox);

    /// <summary>Ends the connection in the transport's own words; the reader may come back.</summary>
    /// <param name="violation">Why the reader may not stay, where the transport can say so; null: they may.</param>
    void Close(string? violation = null);

    /// <summary>Ends the connection without a word, as nothing can be written; the reader can resume from their cursor.</summary>
    void Abort();
}
