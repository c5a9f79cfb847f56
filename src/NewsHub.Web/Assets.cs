using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using NewsHub.Http;

namespace NewsHub.Web;

/// <summary>
/// A static file embedded in this assembly: styles and icon of the pages, and the client library for other sites; their script is a
/// <see cref="PageScript"/>. Compressed once, on first use.
/// </summary>
internal sealed class Asset
{
    public static readonly Asset Styles = new("app.css", "text/css; charset=utf-8");

    /// <summary>Additional styles of the reference at <c>/docs</c>.</summary>
    public static readonly Asset ReferenceStyles = new("reference.css", "text/css; charset=utf-8");

    public static readonly Asset Icon = new("favicon.svg", "image/svg+xml");

    /// <summary>The client library, which pages of any origin may <c>import</c>.</summary>
    public static readonly Asset Client = new("newshub-client.js", "text/javascript; charset=utf-8", allowsAnyOrigin: true);

    internal static readonly Asset[] All = [Styles, ReferenceStyles, Icon, Client];

    /// <summary>The content encodings, the smallest first.</summary>
    private static readonly string[] Encodings = ["br", "gzip"];

    private readonly byte[] _content;
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;
    private readonly string _type;
    private readonly string _hash;
    private readonly bool _allowsAnyOrigin;

    /// <param name="prefix">Content before that of the file.</param>
    internal Asset(string name, string type, bool allowsAnyOrigin = false, ReadOnlySpan<byte> prefix = default)
    {
        using var resource = typeof(Asset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded. Rebuild NewsHub.Web.");
        using var memory = new MemoryStream();
        memory.Write(prefix);
        resource.CopyTo(memory);
        _content = memory.ToArray();
        _hash = Convert.ToHexStringLower(SHA256.HashData(_content))[..16];
        (_type, _allowsAnyOrigin) = (type, allowsAnyOrigin);
        _brotli = new Lazy<byte[]>(() => Compress(output => new BrotliStream(output, CompressionLevel.SmallestSize)));
        _gzip = new Lazy<byte[]>(() => Compress(output => new GZipStream(output, CompressionLevel.SmallestSize)));
        Route = $"/assets/{name}";
        Url = $"{Route}?v={_hash}";
    }

    internal string Route { get; }

    /// <summary>The URL of the file; it contains a hash of the content.</summary>
    public string Url { get; }

    internal async Task Serve(HttpContext http)
    {
        var headers = http.Response.Headers;
        // A page rendered by an earlier version requests an old hash: it gets the current file, which must not be cached under that URL.
        headers.CacheControl = http.Request.Query["v"] == _hash ? "public, max-age=31536000, immutable" : "no-cache";
        if (_allowsAnyOrigin) headers.AccessControlAllowOrigin = "*"; // browsers fetch module scripts with CORS
        headers.Vary = HeaderNames.AcceptEncoding;
        var encoding = Array.Find(Encodings, name => Accepts(http.Request, name));
        if (Preconditions.Evaluate(http, new EntityTagHeaderValue(encoding is null ? $"\"{_hash}\"" : $"\"{_hash}-{encoding}\"")) is { } answer)
        {
            await answer.ExecuteAsync(http);
            return;
        }

        if (encoding is not null) headers.ContentEncoding = encoding;
        await Results.Bytes(encoding switch { "br" => _brotli.Value, "gzip" => _gzip.Value, _ => _content }, _type).ExecuteAsync(http);
    }

    private static bool Accepts(HttpRequest request, string name) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var encodings)
        && encodings.Any(encoding => encoding.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);

    private byte[] Compress(Func<Stream, Stream> compress)
    {
        using var memory = new MemoryStream();
        using (var compressed = compress(memory)) compressed.Write(_content);
        return memory.ToArray();
    }
}

internal static class Assets
{
    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        foreach (var asset in Asset.All.Append(app.ServiceProvider.GetRequiredService<PageScript>().Asset))
            app.MapGet(asset.Route, asset.Serve).ExcludeFromDescription();
    }
}
