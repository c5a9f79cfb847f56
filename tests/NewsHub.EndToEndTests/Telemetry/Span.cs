using System.Text;

namespace NewsHub.EndToEndTests.Telemetry;

/// <summary>A span, decoded with the field numbers of <c>trace.proto</c> from opentelemetry-proto.</summary>
/// <param name="Parent">Id of the parent span; empty for a root span.</param>
internal sealed record Span(string Trace, string Id, string Parent, string Name)
{
    private const int ResourceSpans = 1;
    private const int ScopeSpans = 2;
    private const int Spans = 2;

    /// <summary>The spans of an <c>ExportTraceServiceRequest</c>.</summary>
    public static IEnumerable<Span> AllIn(ReadOnlyMemory<byte> request) =>
        from resource in Fields(request)
        where resource.Number == ResourceSpans
        from scope in Fields(resource.Bytes)
        where scope.Number == ScopeSpans
        from span in Fields(scope.Bytes)
        where span.Number == Spans
        select Of(Fields(span.Bytes).ToLookup(field => field.Number, field => field.Bytes));

    private static Span Of(ILookup<int, ReadOnlyMemory<byte>> fields) => new(
        Hex(fields[1].Single()), Hex(fields[2].Single()), Hex(fields[4].SingleOrDefault()), Encoding.UTF8.GetString(fields[5].Single().Span));

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);

    // Protobuf: a key (field number and wire type), then the value.
    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var key = Varint(ref message);
            var length = (key & 7) switch
            {
                0 => VarintLength(message),
                1 => sizeof(ulong),
                2 => (int)Varint(ref message),
                5 => sizeof(uint),
                var other => throw new InvalidDataException($"Unsupported protobuf wire type {other}."),
            };
            yield return ((int)(key >> 3), message[..length]);
            message = message[length..];
        }
    }

    private static int VarintLength(ReadOnlyMemory<byte> bytes) => bytes.Span.IndexOfAnyInRange<byte>(0, 127) + 1;

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        var length = VarintLength(bytes);
        var value = 0UL;
        for (var i = length - 1; i >= 0; i--) value = (value << 7) | (bytes.Span[i] & 127u);
        bytes = bytes[length..];
        return value;
    }
}
