namespace NewsHub.Traffic.Load.Transports;

/// <summary>
/// An event of a <c>text/event-stream</c> (WHATWG HTML, 9.2.6) with data on one line, as the hub sends it. A comment or <c>retry</c> is an
/// empty event.
/// </summary>
/// <param name="length">Length in bytes including the blank line.</param>
internal readonly ref struct ServerSentEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> id, ReadOnlySpan<byte> data, int length)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    public ReadOnlySpan<byte> Id { get; } = id;

    public ReadOnlySpan<byte> Data { get; } = data;

    public int Length { get; } = length;

    /// <summary>Parses the event at the start of <paramref name="text"/>; false while it is incomplete. Lines end with LF or CR LF.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out ServerSentEvent read)
    {
        ReadOnlySpan<byte> name = [], id = [], data = [];
        read = default;
        for (var at = 0; text[at..].IndexOf((byte)'\n') is >= 0 and var end;)
        {
            var line = text.Slice(at, end);
            if (line is [.., (byte)'\r']) line = line[..^1];
            at += end + 1;
            if (line.IsEmpty)
            {
                read = new ServerSentEvent(name, id, data, at);
                return true;
            }

            var colon = line.IndexOf((byte)':');
            var value = colon < 0 ? [] : line[(colon + 1)..];
            if (value is [(byte)' ', ..]) value = value[1..];
            var field = colon < 0 ? line : line[..colon];
            if (field.SequenceEqual("data"u8)) data = value;
            else if (field.SequenceEqual("event"u8)) name = value;
            else if (field.SequenceEqual("id"u8)) id = value;
        }

        return false;
    }
}
