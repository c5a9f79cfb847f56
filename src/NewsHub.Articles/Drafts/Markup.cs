using System.Text.RegularExpressions;

namespace NewsHub.Articles.Drafts;

/// <summary>Detects markup: <c>&lt;b&gt;</c> is markup, <c>I &lt;3 the ferry</c> is text.</summary>
internal static partial class Markup
{
    public static bool ContainsTag(string text) => Tag().IsMatch(text);

    [GeneratedRegex("<[a-zA-Z/!?]", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
