using System.Buffers;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace NewsHub.Gateway.Sockets;

/// <summary>
/// Counts SignalR messages in what a client sends, before SignalR parses anything. The first message is the handshake, JSON that ends with 0x1E and
/// names the protocol. After it, JSON messages end with 0x1E; MessagePack messages begin with their length as a varint (SignalR's hub protocol).
/// Works across buffers.
/// </summary>
/// <remarks>
/// The counter reads the protocol from the handshake itself. SignalR's answer may reach the client, and the client's next message the hub, before
/// the hub has stored the choice; a MessagePack message counted as text would leave the counter inside it.
/// </remarks>
internal sealed class MessageCounter
{
    /// <summary>Length in bytes of the longest accepted handshake. Clients send about 40.</summary>
    public const int MaxHandshakeBytes = 1024;

    private const byte RecordSeparator = 0x1E;

    private ArrayBufferWriter<byte>? _handshake = new(64);
    private bool _isBinary;
    private long _remaining;
    private long _length;
    private int _shift;

    /// <summary>True when the handshake exceeds <see cref="MaxHandshakeBytes"/>. The connection must then be closed: its protocol is unknown.</summary>
    public bool IsHandshakeTooLong { get; private set; }

    /// <summary>Returns how many messages end (JSON) or begin (MessagePack) in the bytes.</summary>
    public int Count(ReadOnlySpan<byte> received)
    {
        if (_handshake is null) return CountMessages(received);
        var end = received.IndexOf(RecordSeparator) + 1;
        var part = end > 0 ? received[..end] : received;
        IsHandshakeTooLong = _handshake.WrittenCount + part.Length > MaxHandshakeBytes;
        if (IsHandshakeTooLong) return 0;
        _handshake.Write(part);
        if (end == 0) return 0;
        _isBinary = IsMessagePack(new ReadOnlySequence<byte>(_handshake.WrittenMemory));
        _handshake = null;
        return 1 + CountMessages(received[end..]);
    }

    // SignalR refuses a handshake that cannot be read.
    private static bool IsMessagePack(ReadOnlySequence<byte> handshake)
    {
        try
        {
            return HandshakeProtocol.TryParseRequestMessage(ref handshake, out var request) && request.Protocol == "messagepack";
        }
        catch (Exception failure) when (failure is InvalidDataException or System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private int CountMessages(ReadOnlySpan<byte> received) => _isBinary ? CountBinary(received) : received.Count(RecordSeparator);

    private int CountBinary(ReadOnlySpan<byte> received)
    {
        var count = 0;
        while (!received.IsEmpty)
        {
            if (_remaining > 0)
            {
                var skipped = (int)Math.Min(_remaining, received.Length);
                _remaining -= skipped;
                received = received[skipped..];
                continue;
            }

            _length |= (long)(received[0] & 0x7F) << _shift;
            _shift = Math.Min(_shift + 7, 28); // five bytes at most; SignalR refuses longer ones
            if ((received[0] & 0x80) == 0)
            {
                (_remaining, _length, _shift) = (_length, 0, 0);
                count++;
            }

            received = received[1..];
        }

        return count;
    }
}
