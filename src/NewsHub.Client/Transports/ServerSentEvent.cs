using System.Runtime.CompilerServices;
using System.Text;

namespace NewsHub.Client.Transports;

/// <summary>One event of a stream, as the HTML standard reads it (§ 9.2.6); the id is left out, for the hub's cursors are in the data.</summary>
internal readonly record struct ServerSentEvent(string Event, string Data)
{
    /// <summary>Longest event that is believed, in characters: a snapshot is 20 entries of at most 6 KB, and rankings.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Reads a stream to its end; <paramref name="heard"/> is called for every piece that comes, comments too.</summary>
    /// <exception cref="InvalidDataException">An event is longer than <see cref="MaxLength"/>.</exception>
    public static async IAsyncEnumerable<ServerSentEvent> Read(Stream stream, Action heard, [EnumeratorCancellation] CancellationToken stop)
    {
        var (name, data, length) = ("", new List<string>(), 0);
        await foreach (var transport in ReadLines(stream, heard, stop))
        {
            if (transport.Length == 0)
            {
                if (data.Count > 0) yield return new ServerSentEvent(name.Length > 0 ? name : "message", string.Join('\n', data));
                (name, data, length) = ("", [], 0);
                continue;
            }

            if ((length += transport.Length) > MaxLength) throw Endless();
            var colon = transport.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? transport : transport[..colon];
            var text = colon < 0 ? "" : transport[(colon + 1)..];
            if (text.StartsWith(' ')) text = text[1..];
            if (field == "event") name = text;
            else if (field == "data") data.Add(text);
        }
    }

    private static async IAsyncEnumerable<string> ReadLines(Stream stream, Action heard, [EnumeratorCancellation] CancellationToken stop)
    {
        using var reader = new StreamReader(stream);
        var (buffer, transport, isAfterReturn) = (new char[4096], new StringBuilder(), false);
        while (await reader.ReadAsync(buffer, stop) is var count and > 0)
        {
            heard();
            for (var i = 0; i < count; i++)
            {
                var isSecondHalf = isAfterReturn && buffer[i] == '\n';
                isAfterReturn = buffer[i] == '\r';
                if (isSecondHalf) continue;
                if (buffer[i] is '\n' or '\r')
                {
                    yield return transport.ToString();
                    transport.Clear();
                }
                else if (transport.Append(buffer[i]).Length > MaxLength) throw Endless();
            }
        }
    }

    private static InvalidDataException Endless() => new("The stream brings an event without end.");
}
