namespace NewsHub.Gateway.Sockets;

/// <summary>
/// Counts SignalR messages in what a client sends, before anything is parsed. JSON messages end with 0x1E; MessagePack messages begin with their
/// length as a varint (SignalR's hub protocol). Works across buffers.
/// </summary>
internal sealed class MessageCounter
{
    private const byte RecordSeparator = 0x1E;

    private long _remaining;
    private long _length;
    private int _shift;

    /// <summary>Returns how many messages end in the text.</summary>
    public static int InText(ReadOnlySpan<byte> received) => received.Count(RecordSeparator);

    /// <summary>Returns how many messages begin in the bytes.</summary>
    public int InBinary(ReadOnlySpan<byte> received)
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
