using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace NewsHub.Web;

/// <summary>The pages' script, styles and icon, and the client for pages elsewhere, embedded in this assembly and compressed once.</summary>
public sealed class Asset
{
    public static readonly Asset Script = new("app.js", "text/javascript; charset=utf-8");
    public static readonly Asset Styles = new("app.css", "text/css; charset=utf-8");
    public static readonly Asset Icon = new("favicon.svg", "image/svg+xml");


    /// <summary>The client library, for <c>import</c> from any page anywhere.</summary>
    public static readonly Asset Client = new("newshub-client.js", "text/javascript; charset=utf-8", isForEveryone: true);

    internal static readonly Asset[] All = [Script, Styles, Icon, Client];

    private readonly byte[] _plain;
    private readonly Lazy<byte[]> _brotli;
    private readonly string _type;
    private readonly string _hash;
    private readonly bool _isForEveryone;

    private Asset(string name, string type, bool isForEveryone = false)
    {
        using var resource = typeof(Asset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded; build NewsHub.Web again.");
        using var memory = new MemoryStream();
        resource.CopyTo(memory);
        _plain = memory.ToArray();
        _hash = Convert.ToHexStringLower(SHA256.HashData(_plain))[..16];
        (_type, _isForEveryone) = (type, isForEveryone);
        _brotli = new Lazy<byte[]>(() => Compressed(_plain));
        Route = $"/assets/{name}";
        Url = $"{Route}?v={_hash}";
    }

    internal string Route { get; }

    /// <summary>Its address, another one whenever the content is another.</summary>
    public string Url { get; }

    internal async Task Serve(HttpContext http)
    {
        var headers = http.Response.Headers;
        // An old page may ask for the script of before: it gets today's, and must not keep it under the old name.
        headers.CacheControl = http.Request.Query["v"] == _hash ? "public, max-age=31536000, immutable" : "no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (_isForEveryone) headers.AccessControlAllowOrigin = "*"; // module scripts are fetched with CORS
        headers.Vary = HeaderNames.AcceptEncoding;
        var takesBrotli = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (takesBrotli) headers.ContentEncoding = "br";
        var tag = new EntityTagHeaderValue(takesBrotli ? $"\"{_hash}-br\"" : $"\"{_hash}\"");
        await Results.Bytes(takesBrotli ? _brotli.Value : _plain, _type, entityTag: tag).ExecuteAsync(http);
    }

    private static byte[] Compressed(byte[] plain)
    {
        using var memory = new MemoryStream();
        using (var brotli = new BrotliStream(memory, CompressionLevel.SmallestSize)) brotli.Write(plain);
        return memory.ToArray();
    }
}

internal static class Assets
{
    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        foreach (var asset in Asset.All)
            app.MapMethods(asset.Route, [HttpMethods.Get, HttpMethods.Head], asset.Serve).ExcludeFromDescription();
    }
}
