using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace NewsHub.Http;

/// <summary>
/// Content that is written once and served often, such as an asset, a feed or a page. It is compressed at most once per encoding, on first use, and each
/// encoding has its own strong entity tag (RFC 9110, 8.8.3). The caller sets <c>Cache-Control</c>.
/// </summary>
/// <param name="content">The bytes without compression. They must not change afterwards.</param>
/// <param name="type">The value of <c>Content-Type</c>.</param>
/// <param name="level">How much effort compression takes. Content that lives longer deserves more.</param>
public sealed class PrecompressedContent(byte[] content, string type, CompressionLevel level) : IResult
{
    /// <summary>The content encodings, the smallest first.</summary>
    private static readonly string[] Encodings = ["br", "gzip"];

    private readonly Lazy<byte[]> _brotli = new(() => Compress(content, output => new BrotliStream(output, level)));
    private readonly Lazy<byte[]> _gzip = new(() => Compress(content, output => new GZipStream(output, level)));

    /// <summary>16 hexadecimal digits of the SHA-256 of the content.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(content))[..16];

    /// <summary>Sends the content in the best encoding that the client accepts, or 304 if the client has it.</summary>
    public Task ExecuteAsync(HttpContext httpContext) => Execute(httpContext, lastModified: null);

    /// <summary>Sends the content as <see cref="ExecuteAsync"/> does, with <c>Last-Modified</c>.</summary>
    /// <param name="lastModified">When the content last changed; null for no such header.</param>
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
