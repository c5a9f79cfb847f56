namespace NewsHub.Syndication.Formats;

/// <summary>The XML namespaces of feeds and sitemaps.</summary>
internal static class XmlNamespaces
{
    public const string Atom = "http://www.w3.org/2005/Atom";
    public const string Content = "http://purl.org/rss/1.0/modules/content/";
    public const string DublinCore = "http://purl.org/dc/elements/1.1/";
    public const string FeedHistory = "http://purl.org/syndication/history/1.0";
    public const string Media = "http://search.yahoo.com/mrss/";
    public const string Tombstones = "http://purl.org/atompub/tombstones/1.0";
    public const string Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";
    public const string SitemapNews = "http://www.google.com/schemas/sitemap-news/0.9";
    public const string Xmlns = "http://www.w3.org/2000/xmlns/";
}
