using System.Text.RegularExpressions;

namespace NewsHub.Articles.Drafts;

/// <summary>
/// Detects markup in what must be plain text. <c>&lt;b&gt;</c> is markup; <c>I &lt;3 the ferry</c> and the codes of companies on news wires, such as
/// <c>CHRYSLER &lt;C&gt; UP</c> or <c>&lt;RDSa.AS&gt;</c>, are text.
/// </summary>
/// <remarks>Plain text is always encoded where it is shown. The check only tells a newsroom that its markup would be shown as it is.</remarks>
internal static partial class Markup
{
    private static readonly HashSet<string> Elements = new(
        ("a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button canvas caption center cite code col "
         + "colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 "
         + "head header hgroup hr html i iframe image img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes "
         + "noscript object ol optgroup option output p param picture plaintext pre progress q rp rt ruby s samp script search section select slot small source "
         + "span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    public static bool ContainsTag(string text) => OtherMarkup().IsMatch(text) || StartTag().Matches(text).Any(IsElement);

    private static bool IsElement(Match tag)
    {
        var (name, rest) = (tag.Groups[1].Value, tag.Groups[2].Value);
        return Elements.Contains(name) && (rest.Length == 0 ? !IsCode(name) : char.IsWhiteSpace(rest[0]) || rest[0] == '/');
    }

    /// <summary>True for up to three capital letters: <c>&lt;TD&gt;</c> is a bank.</summary>
    private static bool IsCode(string name) => name.Length <= 3 && name.All(char.IsAsciiLetterUpper);

    /// <summary>End tags, comments and declarations, and start tags with attributes.</summary>
    [GeneratedRegex("</[a-zA-Z]|<!--|<![a-zA-Z\\[]|<\\?[a-zA-Z]|<[a-zA-Z][^<>]*[\\s/][a-zA-Z-]+\\s*=", RegexOptions.CultureInvariant)]
    private static partial Regex OtherMarkup();

    [GeneratedRegex("<([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>", RegexOptions.CultureInvariant)]
    private static partial Regex StartTag();
}
