using System.Runtime.CompilerServices;
using System.Text;

namespace NewsHub.Client.Transports;

/// <summary>A server-sent event, parsed as in the HTML standard (§ 9.2.6). The id is ignored: the hub's cursors are in the data.</summary>
internal readonly record struct ServerSentEvent(string Event, string Data)
{
    /// <summary>Longest accepted event, in characters. The largest event is a snapshot of 20 entries of at most 6 KB each, and rankings.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Reads a stream to its end; <paramref name="onRead"/> is called for every block of bytes, comments included.</summary>
    /// <exception cref="InvalidDataException">An event is longer than <see cref="MaxLength"/>.</exception>
    public static async IAsyncEnumerable<ServerSentEvent> Read(Stream stream, Action onRead, [EnumeratorCancellation] CancellationToken stop)
    {
        var (name, data, length) = ("", new List<string>(), 0);
        await foreach (var line in ReadLines(stream, onRead, stop))
        {
            if (line.Length == 0)
            {
                if (data.Count > 0) yield return new ServerSentEvent(name.Length > 0 ? name : "message", string.Join('\n', data));
                (name, data, length) = ("", [], 0);
                continue;
            }

            if ((length += line.Length) > MaxLength) throw TooLong();
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var text = colon < 0 ? "" : line[(colon + 1)..];
            if (text.StartsWith(' ')) text = text[1..];
            if (field == "event") name = text;
            else if (field == "data") data.Add(text);
        }
    }

    private static async IAsyncEnumerable<string> ReadLines(Stream stream, Action onRead, [EnumeratorCancellation] CancellationToken stop)
    {
        using var reader = new StreamReader(stream);
        var (buffer, line, isAfterCarriageReturn) = (new char[4096], new StringBuilder(), false);
        while (await reader.ReadAsync(buffer, stop) is var count and > 0)
        {
            onRead();
            for (var i = 0; i < count; i++)
            {
                var isEndOfCrLf = isAfterCarriageReturn && buffer[i] == '\n';
                isAfterCarriageReturn = buffer[i] == '\r';
                if (isEndOfCrLf) continue;
                if (buffer[i] is '\n' or '\r')
                {
                    yield return line.ToString();
                    line.Clear();
                }
                else if (line.Append(buffer[i]).Length > MaxLength) throw TooLong();
            }
        }
    }

    private static InvalidDataException TooLong() => new("An event of the stream exceeds the maximum length.");
}
