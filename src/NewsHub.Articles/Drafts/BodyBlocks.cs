using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace NewsHub.Articles.Drafts;

/// <summary>
/// Replaces elements that a body may not contain by ones that it may, so that the text keeps its structure: a removed block would join its text to the
/// text beside it.
/// </summary>
internal static class BodyBlocks
{
    public static void Replace(IHtmlDocument document, RemovedMarkup removed)
    {
        foreach (var element in document.All.ToList())
        {
            if (element.GetAttribute("id") is { } id && !Footnotes.IsId(id))
            {
                element.RemoveAttribute("id");
                removed.Add(element, "id");
            }

            if (ReplacementOf(element.LocalName) is { } name) Replace(element, document.CreateElement(name));
        }
    }

    private static string? ReplacementOf(string name) => name switch
    {
        "h1" => "h2", // the headline is the only first-level heading of a page
        "dir" or "menu" => "ul",
        "address" or "article" or "aside" or "center" or "details" or "dialog" or "fieldset" or "footer" or "header" or "hgroup" or "legend" or "main" or "nav"
            or "search" or "summary" => "div",
        _ => null,
    };

    private static void Replace(IElement old, IElement replacement)
    {
        while (old.FirstChild is { } child) replacement.AppendChild(child);
        foreach (var name in new[] { "lang", "dir", "id" })
            if (old.GetAttribute(name) is { } value) replacement.SetAttribute(name, value);
        old.Replace(replacement);
    }
}
