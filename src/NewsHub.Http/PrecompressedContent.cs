using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace NewsHub.Http;

/// <summary>
/// Content that is written once and served often, such as an asset, a feed or a page. It is compressed at most once per encoding, on first use, and each
/// encoding has its own strong entity tag (RFC 9110, 8.8.3). Whoever serves it sets <c>Cache-Control</c>.
/// </summary>
/// <param name="content">The bytes without compression. They must not change afterwards.</param>
/// <param name="type">The value of <c>Content-Type</c>.</param>
/// <param name="level">How much effort compression takes. Content that lives longer deserves more.</param>
/// <param name="modified">When the content last changed, for <c>Last-Modified</c>; null to leave that out.</param>
public sealed class PrecompressedContent(byte[] content, string type, CompressionLevel level, DateTimeOffset? modified = null) : IResult
{
    /// <summary>The content encodings, the smallest first.</summary>
    private static readonly string[] Encodings = ["br", "gzip"];

    private readonly Lazy<byte[]> _brotli = new(() => Compress(content, output => new BrotliStream(output, level)));
    private readonly Lazy<byte[]> _gzip = new(() => Compress(content, output => new GZipStream(output, level)));

    /// <summary>16 hexadecimal digits of the SHA-256 of the content.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(content))[..16];

    /// <summary>The bytes that this content holds in memory now, in all encodings.</summary>
    public int Size => content.Length + (_brotli.IsValueCreated ? _brotli.Value.Length : 0) + (_gzip.IsValueCreated ? _gzip.Value.Length : 0);

    /// <summary>Sends the content in the best encoding that the client accepts, or 304 if the client has it.</summary>
    public Task ExecuteAsync(HttpContext httpContext) => Execute(httpContext, modified);

    /// <summary>Sends the content as <see cref="ExecuteAsync"/> does.</summary>
    /// <param name="lastModified">When the content last changed, if that is known at the request; null for none.</param>
    public Task Execute(HttpContext httpContext, DateTimeOffset? lastModified)
    {
        var headers = httpContext.Response.Headers;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var encoding = Array.Find(Encodings, name => Accepts(httpContext.Request, name));
        if (Preconditions.Evaluate(httpContext, new EntityTagHeaderValue(encoding is null ? $"\"{Hash}\"" : $"\"{Hash}-{encoding}\""), lastModified) is { } answer)
            return answer.ExecuteAsync(httpContext);
        if (encoding is not null) headers.ContentEncoding = encoding;
        return Results.Bytes(encoding switch { "br" => _brotli.Value, "gzip" => _gzip.Value, _ => content }, type).ExecuteAsync(httpContext);
    }

    private static bool Accepts(HttpRequest request, string name) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var encodings)
        && encodings.Any(encoding => encoding.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);

    private static byte[] Compress(byte[] content, Func<Stream, Stream> compress)
    {
        using var memory = new MemoryStream();
        using (var compressed = compress(memory)) compressed.Write(content);
        return memory.ToArray();
    }
}
