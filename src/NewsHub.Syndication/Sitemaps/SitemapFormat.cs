using System.Xml;
using NewsHub.Syndication.Formats;
using NewsHub.Wire;

namespace NewsHub.Syndication.Sitemaps;

/// <summary>Writes sitemaps (sitemaps.org, protocol 0.9) and Google's extension for news.</summary>
internal static class SitemapFormat
{
    public const string ContentType = "application/xml; charset=utf-8";

    /// <summary>An index of sitemaps.</summary>
    public static byte[] WriteIndex(IEnumerable<string> urls) => XmlDocumentWriter.Write(xml =>
    {
        xml.WriteStartElement("sitemapindex", XmlNamespaces.Sitemap);
        foreach (var url in urls)
        {
            xml.WriteStartElement("sitemap");
            xml.WriteElementString("loc", url);
            xml.WriteEndElement();
        }
    });

    /// <summary>Addresses of articles with the time of their last change.</summary>
    public static byte[] WriteArticles(IEnumerable<WireArticle> articles, SiteAddress site) => XmlDocumentWriter.Write(xml =>
    {
        xml.WriteStartElement("urlset", XmlNamespaces.Sitemap);
        foreach (var article in articles)
        {
            WriteLocation(xml, article, site);
            xml.WriteEndElement();
        }
    });

    /// <summary>Articles with what a news search shows of them. A sitemap has at least one address: without news, that of the front page.</summary>
    /// <param name="publication">The name of the site.</param>
    /// <param name="language">The language of articles that name none.</param>
    public static byte[] WriteNews(IReadOnlyList<WireArticle> articles, SiteAddress site, string publication, string language) => XmlDocumentWriter.Write(xml =>
    {
        const string news = XmlNamespaces.SitemapNews;
        xml.WriteStartElement("urlset", XmlNamespaces.Sitemap);
        xml.WriteAttributeString("xmlns", "news", XmlNamespaces.Xmlns, news);
        foreach (var article in articles)
        {
            WriteLocation(xml, article, site);
            xml.WriteStartElement("news", "news", news);
            xml.WriteStartElement("news", "publication", news);
            xml.WriteElementString("news", "name", news, XmlCharacters.Clean(publication));
            xml.WriteElementString("news", "language", news, LanguageCode(article.Language ?? language));
            xml.WriteEndElement();
            xml.WriteElementString("news", "publication_date", news, XmlDocumentWriter.Rfc3339(article.PublishedAt!.Value));
            xml.WriteElementString("news", "title", news, XmlCharacters.Clean(article.Headline!));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        if (articles.Count > 0) return;
        xml.WriteStartElement("url");
        xml.WriteElementString("loc", site.Url("/"));
        xml.WriteEndElement();
    });

    private static void WriteLocation(XmlWriter xml, WireArticle article, SiteAddress site)
    {
        xml.WriteStartElement("url");
        xml.WriteElementString("loc", site.Url(article.Url));
        if ((article.UpdatedAt ?? article.PublishedAt) is { } changed) xml.WriteElementString("lastmod", XmlDocumentWriter.Rfc3339(changed));
    }

    /// <summary>ISO 639, but <c>zh-cn</c> and <c>zh-tw</c> for Chinese, as the extension wants it.</summary>
    private static string LanguageCode(string language)
    {
        var parts = language.ToLowerInvariant().Split('-');
        return parts[0] != "zh" ? parts[0] : parts.Contains("tw") || parts.Contains("hant") ? "zh-tw" : "zh-cn";
    }
}
