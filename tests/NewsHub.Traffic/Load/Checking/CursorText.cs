using System.Buffers.Text;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>Parses cursors of the form <c>epoch.sequence</c>.</summary>
internal static class CursorText
{
    /// <summary>The first cursor in JSON; empty if there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json)
    {
        var key = "\"cursor\":\""u8;
        var at = json.IndexOf(key);
        if (at < 0) return [];
        var text = json[(at + key.Length)..];
        return text.IndexOf((byte)'"') is >= 0 and var end ? text[..end] : [];
    }

    public static ReadOnlySpan<byte> EpochOf(ReadOnlySpan<byte> cursor) => cursor.LastIndexOf((byte)'.') is >= 0 and var dot ? cursor[..dot] : [];

    /// <exception cref="FormatException">The text is not a cursor.</exception>
    public static long SequenceOf(ReadOnlySpan<byte> cursor) =>
        cursor.LastIndexOf((byte)'.') is >= 0 and var dot && Utf8Parser.TryParse(cursor[(dot + 1)..], out long sequence, out var read) && read == cursor.Length - dot - 1
            ? sequence
            : throw new FormatException("The hub sent an invalid cursor.");
}
