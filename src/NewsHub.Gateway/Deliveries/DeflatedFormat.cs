using System.Diagnostics;
using System.IO.Compression;
using NewsHub.Gateway.Sockets;

namespace NewsHub.Gateway.Deliveries;

/// <summary>
/// Another format in messages that <c>permessage-deflate</c> compresses (RFC 7692). Each delivery is compressed once, for all connections, and refers
/// to nothing before it: the concatenation of several is one compressed message, and what a kill takes out of a queue leaves the rest as it is.
/// </summary>
internal sealed class DeflatedFormat(PayloadFormat format) : PayloadFormat
{
    /// <summary>What ends each compressed delivery, an empty block without compression; a message leaves out the last one (RFC 7692, 7.2.1).</summary>
    private static ReadOnlySpan<byte> Tail => [0, 0, 0xFF, 0xFF];

    public override byte Opcode => (byte)(FrameHeader.Compressed | format.Opcode);

    public override int OmittedBytes => Tail.Length;

    public override ReadOnlyMemory<byte> Encode(Message message)
    {
        using var output = new MemoryStream();
        using var deflate = new DeflateStream(output, CompressionLevel.SmallestSize, leaveOpen: true);
        deflate.Write(format.Encode(message).Span);
        deflate.Flush();
        var bytes = output.ToArray(); // without the last block, which would end the message
        Debug.Assert(bytes.AsSpan().EndsWith(Tail));
        return bytes;
    }
}
