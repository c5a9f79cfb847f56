using System.Buffers.Text;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>A cursor as readers get it: <c>epoch.sequence</c>.</summary>
internal static class CursorText
{
    /// <summary>The first cursor in JSON; empty: there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json)
    {
        var key = "\"cursor\":\""u8;
        var at = json.IndexOf(key);
        if (at < 0) return [];
        var text = json[(at + key.Length)..];
        return text.IndexOf((byte)'"') is >= 0 and var end ? text[..end] : [];
    }

    public static ReadOnlySpan<byte> EpochOf(ReadOnlySpan<byte> cursor) => cursor.LastIndexOf((byte)'.') is >= 0 and var dot ? cursor[..dot] : [];

    /// <exception cref="FormatException">It is no cursor.</exception>
    public static long SequenceOf(ReadOnlySpan<byte> cursor) =>
        cursor.LastIndexOf((byte)'.') is >= 0 and var dot && Utf8Parser.TryParse(cursor[(dot + 1)..], out long sequence, out var read) && read == cursor.Length - dot - 1
            ? sequence
            : throw new FormatException("The hub sent a cursor that is none.");
}
