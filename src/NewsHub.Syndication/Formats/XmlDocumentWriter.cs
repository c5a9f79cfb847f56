using System.Globalization;
using System.Text;
using System.Xml;

namespace NewsHub.Syndication.Formats;

/// <summary>Writes XML documents as bytes in UTF-8, without a byte order mark.</summary>
internal static class XmlDocumentWriter
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Replace };

    public static byte[] Write(Action<XmlWriter> write)
    {
        using var memory = new MemoryStream();
        using (var xml = XmlWriter.Create(memory, Settings))
        {
            xml.WriteStartDocument();
            write(xml);
            xml.WriteEndDocument();
        }

        return memory.ToArray();
    }

    extension(XmlWriter xml)
    {
        /// <summary>Writes an element with text; nothing without text.</summary>
        public void Text(string name, string? text)
        {
            if (text is { Length: > 0 }) xml.WriteElementString(name, text);
        }

        /// <summary>Writes an element of another namespace with text; nothing without text.</summary>
        public void Text(string prefix, string name, string space, string? text)
        {
            if (text is { Length: > 0 }) xml.WriteElementString(prefix, name, space, text);
        }

        /// <summary>Writes an attribute; nothing without a value.</summary>
        public void Attribute(string name, string? value)
        {
            if (value is not null) xml.WriteAttributeString(name, value);
        }

        /// <summary>Writes <c>xml:lang</c>; nothing without a language.</summary>
        public void Language(string? language)
        {
            if (language is { Length: > 0 }) xml.WriteAttributeString("xml", "lang", null, language);
        }

        /// <summary>Writes the picture as <c>media:content</c> (Media RSS 1.5.1).</summary>
        public void Media(Picture picture)
        {
            const string media = XmlNamespaces.Media;
            xml.WriteStartElement("media", "content", media);
            xml.WriteAttributeString("url", picture.Url);
            xml.WriteAttributeString("medium", "image");
            xml.Attribute("type", picture.Type);
            xml.Attribute("width", picture.Width?.ToString(CultureInfo.InvariantCulture));
            xml.Attribute("height", picture.Height?.ToString(CultureInfo.InvariantCulture));
            xml.Text("media", "description", media, picture.Alt);
            xml.Text("media", "credit", media, picture.Credit);
            xml.WriteEndElement();
        }
    }

    /// <summary>A time in the form of RFC 3339, in UTC and to the millisecond.</summary>
    public static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
