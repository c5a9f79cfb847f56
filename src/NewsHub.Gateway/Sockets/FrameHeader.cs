using System.Buffers.Binary;

namespace NewsHub.Gateway.Sockets;

/// <summary>The header of a WebSocket frame from server to client: final, not masked (RFC 6455, 5.2).</summary>
internal static class FrameHeader
{
    /// <summary>Longest header in bytes: two, and eight for the length.</summary>
    public const int MaxLength = 10;

    /// <summary>Added to the opcode of a compressed message (RFC 7692, 6).</summary>
    public const byte Compressed = 0x40;

    private const byte Final = 0x80;
    private const int LengthIn16Bits = 126;
    private const int LengthIn64Bits = 127;

    /// <summary>Writes the header at the end of <paramref name="buffer"/>. Returns its length.</summary>
    public static int WriteBefore(Span<byte> buffer, byte opcode, int payloadLength)
    {
        var (length, code) = payloadLength switch
        {
            < LengthIn16Bits => (2, payloadLength),
            <= ushort.MaxValue => (4, LengthIn16Bits),
            _ => (MaxLength, LengthIn64Bits),
        };
        var header = buffer[^length..];
        header[0] = (byte)(Final | opcode);
        header[1] = (byte)code;
        if (length == 4) BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payloadLength);
        else if (length == MaxLength) BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)payloadLength);
        return length;
    }
}
