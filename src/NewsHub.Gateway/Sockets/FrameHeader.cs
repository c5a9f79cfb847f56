using System.Buffers.Binary;

namespace NewsHub.Gateway.Sockets;

/// <summary>The header of a WebSocket frame from server to client: final, not masked (RFC 6455, 5.2).</summary>
internal static class FrameHeader
{
    /// <summary>Longest header in bytes: two, and a length of eight.</summary>
    public const int MaxLength = 10;

    private const byte Final = 0x80;
    private const int LengthIn16Bits = 126;
    private const int LengthIn64Bits = 127;

    /// <summary>Writes the header so that it ends where <paramref name="room"/> ends; answers how long it is.</summary>
    public static int WriteBefore(Span<byte> room, byte opcode, int payload)
    {
        var (length, code) = payload switch
        {
            < LengthIn16Bits => (2, payload),
            <= ushort.MaxValue => (4, LengthIn16Bits),
            _ => (MaxLength, LengthIn64Bits),
        };
        var header = room[^length..];
        header[0] = (byte)(Final | opcode);
        header[1] = (byte)code;
        if (length == 4) BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payload);
        else if (length == MaxLength) BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)payload);
        return length;
    }
}
