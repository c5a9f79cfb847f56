using System.Globalization;
using System.Text;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>The head of an HTTP/1.1 response.</summary>
/// <param name="Length">Length in bytes including the blank line.</param>
/// <param name="ContentLength">Null if the body is chunked or ends with the connection.</param>
internal readonly record struct HttpHead(int Status, int Length, int? ContentLength, bool IsChunked)
{
    /// <summary>Parses the head at the start of <paramref name="bytes"/>; false while it is incomplete.</summary>
    /// <exception cref="FormatException">The text is not an HTTP/1.1 response.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out HttpHead head)
    {
        head = default;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var lines = Encoding.ASCII.GetString(bytes[..end]).Split("\r\n");
        if (lines[0] is not ['H', 'T', 'T', 'P', '/', '1', '.', '1', ' ', .. { Length: >= 3 } status]) throw new FormatException($"The hub answered '{lines[0]}'.");
        head = new HttpHead(
            int.Parse(status[..3], CultureInfo.InvariantCulture),
            end + 4,
            Header(lines, "Content-Length") is { } length ? int.Parse(length, CultureInfo.InvariantCulture) : null,
            Header(lines, "Transfer-Encoding") is "chunked");
        return true;
    }

    private static string? Header(string[] lines, string name) => lines
        .FirstOrDefault(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && line.Length > name.Length && line[name.Length] is ':')?[(name.Length + 1)..].Trim();
}
