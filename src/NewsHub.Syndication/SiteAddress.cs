using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NewsHub.Articles;

namespace NewsHub.Syndication;

/// <summary>The address that a document is written for. Documents contain absolute URLs, so each address has its own.</summary>
/// <param name="Origin">Scheme and host without a slash at the end: <c>https://news.example</c>.</param>
/// <param name="IdHost">The host in ids.</param>
internal sealed record SiteAddress(string Origin, string IdHost)
{
    /// <summary>A date on which the host belonged to the site, as RFC 4151 requires it in ids that are not about an article.</summary>
    private const int Year = 2026;

    private const string UnknownHost = "localhost";

    /// <summary>The configured public address, or that of the request.</summary>
    public static SiteAddress Of(HttpRequest request, SiteOptions site, SyndicationOptions options)
    {
        var origin = site.AbsoluteUrl("", request).ToLowerInvariant();
        return new SiteAddress(origin, options.IdHost ?? HostOf(origin));
    }

    public string Url(string path) => Origin + path;

    /// <summary>The permanent id of an article, a tag URI (RFC 4151): <c>tag:news.example,2026:article/01k…</c>.</summary>
    /// <param name="publishedAt">When the article was first published. It never changes.</param>
    public string ArticleId(string id, DateTimeOffset publishedAt) =>
        string.Create(CultureInfo.InvariantCulture, $"tag:{IdHost},{publishedAt.UtcDateTime.Year:0000}:article/{id}");

    /// <summary>The permanent id of a feed.</summary>
    public string FeedId(string name) => string.Create(CultureInfo.InvariantCulture, $"tag:{IdHost},{Year}:feed/{name}");

    // RFC 4151 has no form for an IPv6 address.
    private static string HostOf(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 ? uri.IdnHost : UnknownHost;
}

/// <summary>Finds the address of the site for a request.</summary>
internal sealed class SiteAddresses(IOptions<SiteOptions> site, IOptions<SyndicationOptions> options)
{
    public SiteAddress Of(HttpRequest request) => SiteAddress.Of(request, site.Value, options.Value);
}
