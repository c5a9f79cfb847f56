using System.Buffers.Binary;
using System.Text;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>The subset of RFC 6455 for a client that trusts its server: no extensions, and a mask of zeros.</summary>
/// <param name="Opcode">Low four bits of the first byte.</param>
/// <param name="Header">Length of the header in bytes.</param>
internal readonly record struct WebSocketFrame(int Opcode, int Header, int Payload)
{
    public const int Text = 1;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    public int Length => Header + Payload;

    /// <summary>Parses the frame at the start of <paramref name="bytes"/>; false while its header is incomplete.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out WebSocketFrame frame)
    {
        frame = default;
        if (bytes.Length < 2) return false;
        var length = bytes[1] & 127;
        var header = length switch { 126 => 4, 127 => 10, _ => 2 };
        if (bytes.Length < header) return false;
        var payload = length switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            127 => checked((int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..])),
            _ => length,
        };
        frame = new WebSocketFrame(bytes[0] & 15, header, payload);
        return true;
    }

    /// <summary>Writes a message as one client frame, up to 64 KiB.</summary>
    public static byte[] Write(int opcode, ReadOnlySpan<byte> payload)
    {
        const int mask = 4;
        var header = payload.Length < 126 ? 2 : 4;
        var frame = new byte[header + mask + payload.Length];
        frame[0] = (byte)(0x80 | opcode);
        frame[1] = (byte)(0x80 | (header is 2 ? payload.Length : 126));
        if (header is 4) BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)payload.Length));
        payload.CopyTo(frame.AsSpan(header + mask));
        return frame;
    }

    /// <summary>The HTTP upgrade request.</summary>
    /// <param name="agent">The User-Agent; null for none.</param>
    public static byte[] Upgrade(Uri address, string? agent = null) => Encoding.ASCII.GetBytes(
        $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + (agent is null ? "" : $"User-Agent: {agent}\r\n")
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
}
