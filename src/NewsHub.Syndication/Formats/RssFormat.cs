using System.Globalization;
using System.Xml;

namespace NewsHub.Syndication.Formats;

/// <summary>
/// RSS 2.0 with the modules <c>content</c>, <c>dc</c> and <c>media</c>. RSS has no tombstones: a withdrawn article stays as an item with its id and the
/// title "Withdrawn", which replaces the story where a reader has kept it.
/// </summary>
internal sealed class RssFormat : IFeedFormat
{
    public string File => "feed.xml";

    public string Type => "application/rss+xml; charset=utf-8";

    public byte[] Write(Feed feed) => XmlDocumentWriter.Write(xml =>
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        foreach (var (prefix, space) in new[]
        {
            ("atom", XmlNamespaces.Atom), ("content", XmlNamespaces.Content), ("dc", XmlNamespaces.DublinCore), ("media", XmlNamespaces.Media),
        })
            xml.WriteAttributeString("xmlns", prefix, XmlNamespaces.Xmlns, space);
        xml.WriteStartElement("channel");
        xml.WriteElementString("title", feed.Title);
        xml.WriteElementString("link", feed.PageUrl);
        xml.WriteElementString("description", feed.Description);
        xml.WriteElementString("language", feed.Language);
        xml.WriteElementString("lastBuildDate", Rfc822(feed.Updated));
        xml.WriteElementString("generator", "NewsHub");
        xml.WriteStartElement("atom", "link", XmlNamespaces.Atom);
        xml.WriteAttributeString("rel", "self");
        xml.WriteAttributeString("type", "application/rss+xml");
        xml.WriteAttributeString("href", feed.UrlOf(File));
        xml.WriteEndElement();
        foreach (var entry in feed.Entries) WriteItem(xml, feed, entry);
        foreach (var withdrawal in feed.Withdrawals) WriteWithdrawal(xml, withdrawal);
    });

    private static void WriteItem(XmlWriter xml, Feed feed, FeedEntry entry)
    {
        xml.WriteStartElement("item");
        xml.Language(entry.Language);
        xml.WriteElementString("title", entry.Title);
        xml.WriteElementString("link", entry.Url);
        WriteGuid(xml, entry.Id);
        xml.WriteElementString("pubDate", Rfc822(entry.PublishedAt));
        xml.Text("description", entry.Summary);
        xml.WriteElementString("content", "encoded", XmlNamespaces.Content, entry.Content);
        xml.WriteElementString("dc", "creator", XmlNamespaces.DublinCore, entry.Author ?? feed.Publisher);
        xml.Text("dc", "source", XmlNamespaces.DublinCore, entry.Source?.Name);
        if (entry.UpdatedAt > entry.PublishedAt) xml.WriteElementString("atom", "updated", XmlNamespaces.Atom, XmlDocumentWriter.Rfc3339(entry.UpdatedAt));
        xml.Text("category", entry.Section.Name);
        foreach (var tag in entry.Tags) xml.WriteElementString("category", tag);
        if (entry.Picture is { } picture) xml.Media(picture);
        xml.WriteEndElement();
    }

    private static void WriteWithdrawal(XmlWriter xml, Withdrawal withdrawal)
    {
        xml.WriteStartElement("item");
        xml.WriteElementString("title", withdrawal.Title);
        xml.WriteElementString("link", withdrawal.Url);
        WriteGuid(xml, withdrawal.Id);
        xml.WriteElementString("pubDate", Rfc822(withdrawal.PublishedAt));
        xml.WriteElementString("description", withdrawal.Text);
        xml.WriteElementString("atom", "updated", XmlNamespaces.Atom, XmlDocumentWriter.Rfc3339(withdrawal.At));
        xml.WriteEndElement();
    }

    private static void WriteGuid(XmlWriter xml, string id)
    {
        xml.WriteStartElement("guid");
        xml.WriteAttributeString("isPermaLink", "false");
        xml.WriteString(id);
        xml.WriteEndElement();
    }

    private static string Rfc822(DateTimeOffset time) => time.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
}
