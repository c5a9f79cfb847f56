namespace NewsHub.Traffic.Load.Transports;

/// <summary>Takes the chunks of an HTTP/1.1 body apart (RFC 9112, 7.1), however they are cut on the way. Trailers are not expected.</summary>
internal sealed class ChunkedBody
{
    private Part _part = Part.Size;
    private int _left;
    private bool _isLast;

    private enum Part { Size, Extension, Data, AfterData, End }

    /// <summary>The last chunk was taken.</summary>
    public bool IsOver => _part is Part.End;

    /// <summary>Moves the data in <paramref name="bytes"/> together at its start; answers with their length.</summary>
    /// <param name="taken">Bytes that belonged to the body; less than all only behind its end.</param>
    /// <exception cref="FormatException">The sizes are none.</exception>
    public int Decode(Span<byte> bytes, out int taken)
    {
        var length = 0;
        for (taken = 0; taken < bytes.Length && !IsOver;)
        {
            if (_part is Part.Data)
            {
                var piece = Math.Min(_left, bytes.Length - taken);
                if (length != taken) bytes.Slice(taken, piece).CopyTo(bytes[length..]);
                length += piece;
                taken += piece;
                _left -= piece;
                if (_left is 0) _part = Part.AfterData;
                continue;
            }

            Take(bytes[taken++]);
        }

        return length;
    }

    private void Take(byte next)
    {
        switch (_part)
        {
            case Part.Size when next is (byte)';':
                _part = Part.Extension;
                break;
            case Part.Size or Part.Extension when next is (byte)'\n':
                _isLast = _left is 0;
                _part = _isLast ? Part.AfterData : Part.Data;
                break;
            case Part.Size when next is not (byte)'\r':
                _left = checked(_left * 16 + Digit(next));
                break;
            case Part.AfterData when next is (byte)'\n':
                _part = _isLast ? Part.End : Part.Size;
                break;
        }
    }

    private static int Digit(byte hex) => char.IsAsciiHexDigit((char)hex)
        ? hex <= (byte)'9' ? hex - '0' : (hex | 0x20) - 'a' + 10
        : throw new FormatException("The hub sent a chunk without a size.");
}
