using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NewsHub.Trending.Counting;

/// <summary>The body of a request that gives or withdraws a reaction.</summary>
public sealed record ReactionRequest(string? Reaction)
{
    /// <summary>Maximum body size in bytes: the longest reaction, with room for fields of later versions.</summary>
    public const int MaxBytes = 1024;

    /// <exception cref="BadHttpRequestException">The body is too long or not valid JSON; the message says which.</exception>
    internal static async Task<ReactionRequest> Read(HttpRequest request)
    {
        var body = new byte[MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        if (length > MaxBytes) throw new BadHttpRequestException($"The body must be at most {MaxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
        try
        {
            return JsonSerializer.Deserialize(body.AsSpan(0, length), TrendingJson.Default.ReactionRequest) ?? throw Malformed(null);
        }
        catch (JsonException failure)
        {
            throw Malformed(failure);
        }
    }

    private static BadHttpRequestException Malformed(Exception? cause) =>
        new("""The body must be JSON like {"reaction":"veryGood"}.""", StatusCodes.Status400BadRequest, cause!);
}
