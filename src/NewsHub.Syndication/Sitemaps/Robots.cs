using System.Text;
using Microsoft.Extensions.Options;
using NewsHub.Syndication.Documents;
using NewsHub.Wire;

namespace NewsHub.Syndication.Sitemaps;

/// <summary>The rules for crawlers (RFC 9309), with the addresses of the sitemaps.</summary>
internal sealed class Robots(DocumentCache documents, IOptions<SyndicationOptions> options, WallClock clock)
{
    public const string Path = "/robots.txt";

    private static readonly object Source = new();

    private readonly DateTimeOffset _started = clock.Now;

    public Task<Document> Get(SiteAddress site) => documents.Get(new DocumentKey(site, Path), () => ValueTask.FromResult(Source), source => Task.FromResult(
        Document.Of(source, Encoding.UTF8.GetBytes(Write(site)), "text/plain; charset=utf-8", _started)));

    // An option may begin another group, so the general one comes first.
    private string Write(SiteAddress site) => string.Join('\n',
    [
        "User-agent: *", "Disallow: /live/", .. options.Value.Robots, "",
        $"Sitemap: {site.Url(SitemapPublisher.IndexPath)}", $"Sitemap: {site.Url(SitemapPublisher.NewsPath)}", "",
    ]);
}
