namespace NewsHub.Traffic.Load.Transports;

/// <summary>Decodes a chunked HTTP/1.1 body (RFC 9112, 7.1) incrementally. Trailers are not supported.</summary>
internal sealed class ChunkedBody
{
    private Part _part = Part.Size;
    private int _left;
    private bool _isLast;

    private enum Part { Size, Extension, Data, AfterData, End }

    /// <summary>True after the last chunk.</summary>
    public bool IsOver => _part is Part.End;

    /// <summary>Compacts the data to the start of <paramref name="bytes"/>; returns its length.</summary>
    /// <param name="taken">Number of bytes consumed; less than all only at the end of the body.</param>
    /// <exception cref="FormatException">A chunk size is invalid.</exception>
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
