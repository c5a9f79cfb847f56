using System.Text;
using System.Xml;

namespace NewsHub.Syndication.Formats;

/// <summary>Text for XML documents.</summary>
internal static class XmlCharacters
{
    /// <summary>Removes characters that XML 1.0 forbids (section 2.2): most control characters, unpaired surrogates, U+FFFE and U+FFFF.</summary>
    public static string Clean(string text)
    {
        var first = FirstForbidden(text, 0);
        if (first == text.Length) return text;
        var clean = new StringBuilder(text.Length);
        for (var start = 0; start < text.Length; start = first + 1, first = FirstForbidden(text, start)) clean.Append(text, start, first - start);
        return clean.ToString();
    }

    private static int FirstForbidden(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) i++;
            else if (!XmlConvert.IsXmlChar(text[i])) return i;
        return text.Length;
    }
}
