using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;

namespace NewsHub.Articles.Drafts;

/// <summary>
/// The ids by which the Markdown renderer joins a footnote and its references: <c>fn:1</c> and <c>fnref:1</c>. They become ids of one body, as in
/// <c>fn-3f9a01c2:1</c>, because the pages of live blogs and the readers of feeds show several bodies on one page.
/// </summary>
internal static partial class Footnotes
{
    /// <summary>True for the only ids of a body that may reach a page, whose scripts use ids.</summary>
    public static bool IsId(string id) => Id().IsMatch(id);

    /// <summary>Renames the ids and the links to them, also those that were renamed for another body.</summary>
    /// <param name="body">The source of the body.</param>
    public static void Rename(IHtmlDocument document, string body)
    {
        string? name = null;
        foreach (var element in document.All)
        {
            if (element.GetAttribute("id") is { } id && IsId(id)) element.SetAttribute("id", NewName(id));
            if (element.GetAttribute("href") is ['#', .. var target] && IsId(target)) element.SetAttribute("href", $"#{NewName(target)}");
        }

        string NewName(string id) => Id().Replace(id, $"$1-{name ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))[..4])}:$2");
    }

    [GeneratedRegex("^(fn|fnref)(?:-[0-9a-f]{8})?:([0-9]{1,4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
