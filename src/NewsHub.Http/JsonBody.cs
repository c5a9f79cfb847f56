using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace NewsHub.Http;

/// <summary>The body of a request, as bytes without a byte order mark and as JSON. The only reader of bodies.</summary>
public sealed record JsonBody(ReadOnlyMemory<byte> Bytes, JsonElement Json)
{
    /// <summary>Maximum nesting of arrays and objects, the same as for SignalR: a deeper one would need an unknown amount of stack.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private static readonly JsonElement Empty = JsonElement.Parse("{}"u8);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the body, or returns the refusal.</summary>
    public static async Task<(JsonBody? Body, IResult? Refusal)> Read(HttpContext http, BodyRules rules)
    {
        var (bytes, tooLong) = await ReadBytes(http, rules.MaxBytes);
        if (tooLong is not null) return (null, tooLong);
        var (body, problem) = Parse(http.Request, bytes, rules);
        if (body is null) return (null, problem);
        return rules.Recheck is { } recheck && await recheck(http) is { } refusal ? (null, refusal) : (body, null);
    }

    /// <summary>Reads a body that the endpoint ignores. Returns the refusal if it is too long.</summary>
    public static async Task<Problem?> Discard(HttpContext http, int maxBytes) => (await ReadBytes(http, maxBytes)).TooLong;

    /// <summary>Reads the JSON as <typeparamref name="T"/>; null if it has another form.</summary>
    public T? As<T>(JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return Json.Deserialize(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The connection stays open and the server drains the rest: a client that is still sending when it closes may miss the response.
    private static async Task<(byte[] Bytes, Problem? TooLong)> ReadBytes(HttpContext http, int maxBytes)
    {
        var reader = http.Request.BodyReader;
        var read = await reader.ReadAtLeastAsync(maxBytes + 1, http.RequestAborted);
        var bytes = read.Buffer.Length <= maxBytes ? read.Buffer.ToArray() : null;
        reader.AdvanceTo(read.Buffer.End);
        return bytes is not null
            ? (bytes, null)
            : ([], Problem.Of(StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"The body is larger than {maxBytes:N0} bytes.")));
    }

    private static (JsonBody? Body, Problem? Problem) Parse(HttpRequest request, ReadOnlyMemory<byte> bytes, BodyRules rules)
    {
        if (bytes.Length == 0 && rules.MayBeEmpty) return (new JsonBody(bytes, Empty), null);
        if (request.Headers[HeaderNames.ContentEncoding] is [{ } encoding, ..] && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "Send the body without a content encoding.");
        if (!rules.AnyContentType && !request.HasJsonContentType())
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "Send JSON: Content-Type: application/json.");
        if (bytes.Span.StartsWith(ByteOrderMark)) bytes = bytes[ByteOrderMark.Length..];
        if (!Utf8.IsValid(bytes.Span)) return Refuse(StatusCodes.Status400BadRequest, "The body is not UTF-8.");
        try
        {
            var json = JsonElement.Parse(bytes.Span, Options);
            return StrictJson.FindFault(json) is { } fault ? (null, Problem.Invalid(fault.Field, fault.Reason)) : (new JsonBody(bytes, json), null);
        }
        catch (JsonException malformed)
        {
            return Refuse(StatusCodes.Status400BadRequest, $"The body is not JSON: {malformed.Message}");
        }
    }

    private static (JsonBody?, Problem) Refuse(int status, string reason) => (null, Problem.Of(status, reason));
}
