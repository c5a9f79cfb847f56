using Microsoft.AspNetCore.SignalR;
using NewsHub.Gateway.Sockets;

namespace NewsHub.Gateway.Deliveries;

/// <summary>The bytes of one write. A WebSocket frame's header stands in front of the payload, so that either is written without a copy.</summary>
internal sealed class Packet
{
    private readonly string? _protocol;

    private Packet(ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> frame, string? protocol) => (Payload, Frame, _protocol) = (payload, frame, protocol);

    /// <summary>What a stream of messages is made of.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The payload as one WebSocket frame.</summary>
    public ReadOnlyMemory<byte> Frame { get; }

    /// <summary>The payload as SignalR's own transports take it.</summary>
    public SerializedHubMessage HubMessage => field ??= new SerializedHubMessage(
        [new SerializedMessage(_protocol ?? throw new InvalidOperationException("This packet is in no SignalR protocol."), Payload)]);

    /// <summary>Several deliveries, one behind the other.</summary>
    public static Packet Of(PayloadFormat format, IReadOnlyList<Delivery> deliveries)
    {
        var length = 0;
        foreach (var delivery in deliveries) length += delivery.In(format).Length;
        var bytes = GC.AllocateUninitializedArray<byte>(FrameHeader.MaxLength + length);
        var at = FrameHeader.MaxLength;
        foreach (var delivery in deliveries)
        {
            var message = delivery.In(format);
            message.CopyTo(bytes.AsMemory(at));
            at += message.Length;
        }

        var header = FrameHeader.WriteBefore(bytes.AsSpan(0, FrameHeader.MaxLength), format.Opcode, length);
        return new Packet(bytes.AsMemory(FrameHeader.MaxLength), bytes.AsMemory(FrameHeader.MaxLength - header), (format as HubFormat)?.Protocol);
    }

    /// <summary>Bytes that go out as they are, on whatever line.</summary>
    public static Packet AsIs(ReadOnlyMemory<byte> bytes) => new(bytes, bytes, null);
}
