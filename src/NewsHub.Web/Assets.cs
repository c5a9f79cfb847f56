using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using NewsHub.Http;

namespace NewsHub.Web;

/// <summary>
/// A static file embedded in this assembly: script, styles and icon of the pages, and the client library for other sites. Compressed once,
/// on first use.
/// </summary>
internal sealed class Asset
{
    public static readonly Asset Script = new("app.js", "text/javascript; charset=utf-8");
    public static readonly Asset Styles = new("app.css", "text/css; charset=utf-8");
    public static readonly Asset Icon = new("favicon.svg", "image/svg+xml");

    /// <summary>The client library, which pages of any origin may <c>import</c>.</summary>
    public static readonly Asset Client = new("newshub-client.js", "text/javascript; charset=utf-8", allowsAnyOrigin: true);

    internal static readonly Asset[] All = [Script, Styles, Icon, Client];

    private readonly byte[] _content;
    private readonly Lazy<byte[]> _brotli;
    private readonly string _type;
    private readonly string _hash;
    private readonly bool _allowsAnyOrigin;

    private Asset(string name, string type, bool allowsAnyOrigin = false)
    {
        using var resource = typeof(Asset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded. Rebuild NewsHub.Web.");
        using var memory = new MemoryStream();
        resource.CopyTo(memory);
        _content = memory.ToArray();
        _hash = Convert.ToHexStringLower(SHA256.HashData(_content))[..16];
        (_type, _allowsAnyOrigin) = (type, allowsAnyOrigin);
        _brotli = new Lazy<byte[]>(() => Compress(_content));
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
        var isCompressed = AcceptsBrotli(http.Request);
        if (Preconditions.Evaluate(http, new EntityTagHeaderValue(isCompressed ? $"\"{_hash}-br\"" : $"\"{_hash}\"")) is { } answer)
        {
            await answer.ExecuteAsync(http);
            return;
        }

        if (isCompressed) headers.ContentEncoding = "br";
        await Results.Bytes(isCompressed ? _brotli.Value : _content, _type).ExecuteAsync(http);
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var encodings)
        && encodings.Any(encoding => encoding.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);

    private static byte[] Compress(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var brotli = new BrotliStream(memory, CompressionLevel.SmallestSize)) brotli.Write(content);
        return memory.ToArray();
    }
}

internal static class Assets
{
    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        foreach (var asset in Asset.All)
            app.MapGet(asset.Route, asset.Serve).ExcludeFromDescription();
    }
}
