using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NewsHub.Articles.Drafts;

/// <summary>A request's body: as it came, and as JSON.</summary>
internal sealed record JsonBody(ReadOnlyMemory<byte> Bytes, JsonElement Json)
{
    // Of two embargoes in one body neither can be trusted.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly JsonElement Nothing = JsonElement.Parse("{}"u8);

    /// <summary>The body, or the answer that says what is wrong with it.</summary>
    /// <param name="maxBytes">Larger bodies are refused with 413.</param>
    /// <param name="mayBeEmpty">No body at all counts as <c>{}</c>.</param>
    public static async Task<(JsonBody? Body, IResult? Refusal)> Read(HttpRequest request, int maxBytes, bool mayBeEmpty = false)
    {
        // The server drains the rest: a client that still sends when its connection is closed may never see the answer.
        var read = await request.BodyReader.ReadAtLeastAsync(maxBytes + 1, request.HttpContext.RequestAborted);
        var bytes = read.Buffer.ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.End);
        if (bytes.Length > maxBytes) return Refuse($"The body is larger than {maxBytes / 1024} KB.", StatusCodes.Status413PayloadTooLarge);
        if (bytes.Length == 0 && mayBeEmpty) return (new JsonBody(bytes, Nothing), null);
        if (!request.HasJsonContentType()) return Refuse("Send JSON: Content-Type: application/json.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var json = JsonElement.Parse(bytes, Strict);
            return FieldNames.AreText(json) ? (new JsonBody(bytes, json), null) : NameNotText;
        }
        catch (JsonException malformed)
        {
            return Refuse($"The body is not JSON: {malformed.Message}", StatusCodes.Status400BadRequest);
        }
        catch (InvalidOperationException) // half a character in a name that was compared with its neighbours
        {
            return NameNotText;
        }
    }

    private static (JsonBody?, IResult) NameNotText =>
        Refuse("The body is not JSON: a field's name is not valid Unicode.", StatusCodes.Status400BadRequest);

    private static (JsonBody?, IResult) Refuse(string reason, int status) => (null, TypedResults.Problem(reason, statusCode: status));
}
