using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NewsHub.Articles.Drafts;

/// <summary>The body of a request, as bytes and as JSON.</summary>
internal sealed record JsonBody(ReadOnlyMemory<byte> Bytes, JsonElement Json)
{
    // A duplicate field, such as a second embargo, is ambiguous.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly JsonElement Empty = JsonElement.Parse("{}"u8);

    /// <summary>Reads the body, or returns the problem response.</summary>
    /// <param name="maxBytes">Larger bodies are refused with 413.</param>
    /// <param name="mayBeEmpty">An absent body counts as <c>{}</c>.</param>
    public static async Task<(JsonBody? Body, IResult? Problem)> Read(HttpRequest request, int maxBytes, bool mayBeEmpty = false)
    {
        // The connection stays open and the server drains the rest: a client that is still sending when it closes may miss the response.
        var read = await request.BodyReader.ReadAtLeastAsync(maxBytes + 1, request.HttpContext.RequestAborted);
        var bytes = read.Buffer.ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.End);
        if (bytes.Length > maxBytes) return Problem($"The body is larger than {maxBytes / 1024} KB.", StatusCodes.Status413PayloadTooLarge);
        if (bytes.Length == 0 && mayBeEmpty) return (new JsonBody(bytes, Empty), null);
        if (!request.HasJsonContentType()) return Problem("Send JSON: Content-Type: application/json.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var json = JsonElement.Parse(bytes, Strict);
            return FieldNames.AreValidUnicode(json) ? (new JsonBody(bytes, json), null) : InvalidName;
        }
        catch (JsonException malformed)
        {
            return Problem($"The body is not JSON: {malformed.Message}", StatusCodes.Status400BadRequest);
        }
        catch (InvalidOperationException) // thrown by the duplicate check on a name with an unpaired surrogate
        {
            return InvalidName;
        }
    }

    private static (JsonBody?, IResult) InvalidName =>
        Problem("The body is not JSON: a field's name is not valid Unicode.", StatusCodes.Status400BadRequest);

    private static (JsonBody?, IResult) Problem(string reason, int status) => (null, Http.Problem.Of(status, reason));
}
