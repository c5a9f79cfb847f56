using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Http;

namespace NewsHub.Web;

/// <summary>
/// A static file embedded in this assembly: styles and icon of the pages, and the client library for other sites; their script is a
/// <see cref="PageScript"/>.
/// </summary>
internal sealed class Asset
{
    public static readonly Asset Styles = new("app.css", "text/css; charset=utf-8");

    /// <summary>Additional styles of the reference at <c>/docs</c>.</summary>
    public static readonly Asset ReferenceStyles = new("reference.css", "text/css; charset=utf-8");

    /// <summary>Additional styles of pages with a live blog.</summary>
    public static readonly Asset LiveBlogStyles = new("live-blog.css", "text/css; charset=utf-8");

    public static readonly Asset Icon = new("favicon.svg", "image/svg+xml");

    /// <summary>The client library, which pages of any origin may <c>import</c>.</summary>
    public static readonly Asset Client = new("newshub-client.js", "text/javascript; charset=utf-8", allowsAnyOrigin: true);

    /// <summary>The client library without SignalR: over server-sent events only.</summary>
    public static readonly Asset SmallClient = new("newshub-client-sse.js", "text/javascript; charset=utf-8", allowsAnyOrigin: true);

    /// <summary>The client with SignalR for the lists on other sites, which only <c>transport="signalr"</c> loads.</summary>
    public static readonly Asset EmbedClient = new("embed-signalr.js", "text/javascript; charset=utf-8", allowsAnyOrigin: true);

    internal static readonly Asset[] All = [Styles, ReferenceStyles, LiveBlogStyles, Icon, Client, SmallClient, EmbedClient];

    private readonly PrecompressedContent _content;
    private readonly bool _allowsAnyOrigin;

    /// <param name="prefix">Content before that of the file.</param>
    internal Asset(string name, string type, bool allowsAnyOrigin = false, ReadOnlySpan<byte> prefix = default)
    {
        _content = Read(name, type, prefix);
        _allowsAnyOrigin = allowsAnyOrigin;
        Route = $"/assets/{name}";
        Url = $"{Route}?v={_content.Hash}";
    }

    internal string Route { get; }

    /// <summary>The URL of the file; it contains a hash of the content.</summary>
    public string Url { get; }

    /// <summary>Reads an embedded file.</summary>
    /// <param name="prefix">Content before that of the file.</param>
    internal static PrecompressedContent Read(string name, string type, ReadOnlySpan<byte> prefix = default)
    {
        using var resource = typeof(Asset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded. Rebuild NewsHub.Web.");
        using var memory = new MemoryStream();
        memory.Write(prefix);
        resource.CopyTo(memory);
        return new PrecompressedContent(memory.ToArray(), type, CompressionLevel.SmallestSize);
    }

    internal Task Serve(HttpContext http)
    {
        var headers = http.Response.Headers;
        // A page rendered by an earlier version requests an old hash: it gets the current file, which must not be cached under that URL.
        headers.CacheControl = http.Request.Query["v"] == _content.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        if (_allowsAnyOrigin) headers.AccessControlAllowOrigin = "*"; // browsers fetch module scripts with CORS
        return _content.ExecuteAsync(http);
    }
}

internal static class Assets
{
    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        foreach (var asset in Asset.All.Concat(app.ServiceProvider.GetRequiredService<PageScript>().All))
            app.MapGet(asset.Route, asset.Serve).ExcludeFromDescription();
        app.MapGet(EmbedScript.Route, app.ServiceProvider.GetRequiredService<EmbedScript>().Serve).ExcludeFromDescription();
    }
}
