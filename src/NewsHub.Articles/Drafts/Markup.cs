using System.Text.RegularExpressions;

namespace NewsHub.Articles.Drafts;

/// <summary>Tells text from markup: <c>I &lt;3 the ferry</c> is text, <c>&lt;b&gt;</c> is not.</summary>
internal static partial class Markup
{
    public static bool IsIn(string text) => Tag().IsMatch(text);

    [GeneratedRegex("<[a-zA-Z/!?]", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
