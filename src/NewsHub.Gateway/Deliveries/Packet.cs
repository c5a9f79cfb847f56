using Microsoft.AspNetCore.SignalR;
using NewsHub.Gateway.Sockets;

namespace NewsHub.Gateway.Deliveries;

/// <summary>The bytes of one write. The WebSocket frame header directly precedes the payload, so that either form is written without a copy.</summary>
internal sealed class Packet
{
    private readonly string? _protocol;

    private Packet(ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> frame, string? protocol) => (Payload, Frame, _protocol) = (payload, frame, protocol);

    /// <summary>The payload for a stream of messages.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The payload as one WebSocket frame.</summary>
    public ReadOnlyMemory<byte> Frame { get; }

    /// <summary>The payload for SignalR's own transports.</summary>
    public SerializedHubMessage HubMessage => field ??= new SerializedHubMessage(
        [new SerializedMessage(_protocol ?? throw new InvalidOperationException("The packet is not in a SignalR protocol."), Payload)]);

    /// <summary>Concatenates deliveries.</summary>
    public static Packet Of(PayloadFormat format, IReadOnlyList<Delivery> deliveries)
    {
        var length = 0;
        foreach (var delivery in deliveries) length += delivery.BytesIn(format).Length;
        var bytes = GC.AllocateUninitializedArray<byte>(FrameHeader.MaxLength + length);
        length -= format.OmittedBytes;
        var position = FrameHeader.MaxLength;
        foreach (var delivery in deliveries)
        {
            var message = delivery.BytesIn(format);
            message.CopyTo(bytes.AsMemory(position));
            position += message.Length;
        }

        var headerLength = FrameHeader.WriteBefore(bytes.AsSpan(0, FrameHeader.MaxLength), format.Opcode, length);
        return new Packet(bytes.AsMemory(FrameHeader.MaxLength, length), bytes.AsMemory(FrameHeader.MaxLength - headerLength, headerLength + length), (format as HubFormat)?.Protocol);
    }

    /// <summary>Bytes that every transport writes unchanged.</summary>
    public static Packet AsIs(ReadOnlyMemory<byte> bytes) => new(bytes, bytes, null);
}
