using System.Xml;

namespace NewsHub.Syndication.Formats;

/// <summary>Atom (RFC 4287) with deleted entries (RFC 6721) for withdrawn articles, and links to the archives (RFC 5005).</summary>
internal sealed class AtomFormat : IFeedFormat
{
    public const string FileName = "atom.xml";

    public const string ContentType = "application/atom+xml; charset=utf-8";

    public string File => FileName;

    public string Type => ContentType;

    public byte[] Write(Feed feed) => XmlDocumentWriter.Write(xml =>
    {
        WriteHead(xml, feed, feed.UrlOf(File));
        if (feed.PreviousArchive is { } archive) WriteLink(xml, "prev-archive", archive, "application/atom+xml");
        foreach (var entry in feed.Entries) WriteEntry(xml, feed, entry);
        foreach (var withdrawal in feed.Withdrawals) WriteDeleted(xml, withdrawal);
    });

    /// <summary>Writes the start of a feed, up to its links.</summary>
    /// <param name="url">Where the document is.</param>
    internal static void WriteHead(XmlWriter xml, Feed feed, string url)
    {
        xml.WriteStartElement("feed", XmlNamespaces.Atom);
        xml.WriteAttributeString("xmlns", "fh", XmlNamespaces.Xmlns, XmlNamespaces.FeedHistory);
        xml.WriteAttributeString("xmlns", "at", XmlNamespaces.Xmlns, XmlNamespaces.Tombstones);
        xml.WriteAttributeString("xmlns", "media", XmlNamespaces.Xmlns, XmlNamespaces.Media);
        xml.Language(feed.Language);
        xml.WriteElementString("id", feed.Id);
        xml.WriteElementString("title", feed.Title);
        xml.Text("subtitle", feed.Description);
        xml.WriteElementString("updated", XmlDocumentWriter.Rfc3339(feed.Updated));
        WriteAuthor(xml, feed.Publisher);
        xml.WriteElementString("icon", feed.IconUrl);
        xml.WriteElementString("generator", "NewsHub");
        WriteLink(xml, "self", url, "application/atom+xml");
        WriteLink(xml, "alternate", feed.PageUrl, "text/html");
    }

    internal static void WriteLink(XmlWriter xml, string relation, string url, string? type, string? title = null)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        xml.Attribute("type", type);
        xml.Attribute("title", title);
        xml.WriteAttributeString("href", url);
        xml.WriteEndElement();
    }

    internal static void WriteEntry(XmlWriter xml, Feed feed, FeedEntry entry)
    {
        xml.WriteStartElement("entry");
        xml.Language(entry.Language);
        xml.WriteElementString("id", entry.Id);
        xml.WriteElementString("title", entry.Title);
        WriteLink(xml, "alternate", entry.Url, "text/html");
        if (entry.Source is { Url: { } source }) WriteLink(xml, "via", source, null, entry.Source.Name);
        if (entry.Picture is { } enclosed) WriteLink(xml, "enclosure", enclosed.Url, enclosed.Type, enclosed.Alt);
        xml.WriteElementString("published", XmlDocumentWriter.Rfc3339(entry.PublishedAt));
        xml.WriteElementString("updated", XmlDocumentWriter.Rfc3339(entry.UpdatedAt));
        WriteAuthor(xml, entry.Author ?? feed.Publisher);
        WriteCategory(xml, feed.Site.Url("/sections/"), entry.Section.Slug, entry.Section.Name);
        foreach (var tag in entry.Tags) WriteCategory(xml, feed.Site.Url("/tags/"), tag, tag);
        xml.Text("summary", entry.Summary);
        xml.WriteStartElement("content");
        xml.WriteAttributeString("type", "html");
        xml.WriteString(entry.Content);
        xml.WriteEndElement();
        if (entry.Picture is { } picture) xml.Media(picture);
        xml.WriteEndElement();
    }

    private static void WriteDeleted(XmlWriter xml, Withdrawal withdrawal)
    {
        xml.WriteStartElement("at", "deleted-entry", XmlNamespaces.Tombstones);
        xml.WriteAttributeString("ref", withdrawal.Id);
        xml.WriteAttributeString("when", XmlDocumentWriter.Rfc3339(withdrawal.At));
        xml.WriteElementString("at", "comment", XmlNamespaces.Tombstones, withdrawal.Text);
        xml.WriteEndElement();
    }

    private static void WriteAuthor(XmlWriter xml, string name)
    {
        xml.WriteStartElement("author");
        xml.WriteElementString("name", name);
        xml.WriteEndElement();
    }

    private static void WriteCategory(XmlWriter xml, string scheme, string term, string label)
    {
        xml.WriteStartElement("category");
        xml.WriteAttributeString("term", term);
        xml.WriteAttributeString("scheme", scheme);
        xml.WriteAttributeString("label", label);
        xml.WriteEndElement();
    }
}
