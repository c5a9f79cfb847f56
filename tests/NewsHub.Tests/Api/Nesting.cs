using System.Globalization;
using System.Text;

namespace NewsHub.Tests.Api;

/// <summary>A construct that can be nested in itself.</summary>
/// <param name="Language">The language of the text: html, markdown, text or json.</param>
/// <param name="Open">Opens a level. <c>{n}</c> is its number; a leading <c>{indent}</c> is two spaces per level.</param>
/// <param name="Close">Closes a level.</param>
public sealed record Nesting(string Language, string Open, string Close = "", string Before = "", string Inside = "", string After = "")
{
    /// <summary>Maximum length of a body in characters.</summary>
    public const int MaxLength = 200_000;

    private const string Indent = "{indent}";

    /// <summary>The constructs under test.</summary>
    public static IReadOnlyList<Nesting> All { get; } =
    [
        new("html", "<div>"), new("html", "<div>", "</div>"), new("html", "<div></x>"), new("html", "<p>a"), new("html", "<span>", "</span>", Inside: "a"),
        new("html", "<ul><li>", "</li></ul>"), new("html", "<dl><dd>"), new("html", "<blockquote>"), new("html", "<table><tr><td>"), new("html", "<table>a"),
        new("html", "<table><b>"), new("html", "<table><b title={n}>"), new("html", "<b>"), new("html", "<b title={n}>"), new("html", "<b title={n}><p>"), new("html", "<b><p></b>"),
        new("html", "<b><div></b>"), new("html", "<b></i>"), new("html", "<a href=/{n}><div>"), new("html", "<font size={n}><div>", "</font>"),
        new("html", "</font>", Before: string.Concat(Enumerable.Range(0, 98).Select(n => $"<font size={n}><div>"))),
        new("html", "<b title={n}><table></b></table>"), new("html", "<p>a", Before: string.Concat(Enumerable.Range(0, 190).Select(n => $"<b title={n}>"))),
        new("html", "<p>a", Before: $"<p>{string.Concat(Enumerable.Range(0, 190).Select(n => $"<b title={n}>"))}"), // each paragraph reopens all 190 elements
        new("html", "<p>a", Before: $"<p><b title={new string('t', 150_000)}>"), // each paragraph repeats 150,000 characters
        new("html", "<p>a", Before: $"<p><a href=/{new string('u', 150_000)}>"),
        new("html", "<p>a", Before: $"<p><b {string.Concat(Enumerable.Range(0, 15_000).Select(n => $" a{n}"))}>"),
        new("html", "<x>", "</x>"), new("html", "<br>", Before: string.Concat(Enumerable.Repeat("<x>", 190))), new("html", "<svg>"), new("html", "<g>", Before: "<svg>"), new("html", "<math><mi>"),
        new("html", "<template>"), new("html", "<select><option>"), new("html", "<button>"), new("html", "<noscript>"), new("html", "<object>"), new("html", "<iframe>"), new("html", "<ruby><rt>"),
        new("html", "<!--"), new("html", "<!---->"), new("html", "<![CDATA["), new("html", "<?"), new("html", "<"), new("html", "<a "), new("html", "&"), new("html", "&#", Before: "<a href='", After: "'>"),
        new("html", " a{n}", Before: "<p", After: ">"), new("html", " on{n}", Before: "<p", After: ">"), new("html", "\"", Before: "<p title='", After: "'>"),
        .. Styles("calc(", ")", "width:", "1"), .. Styles("var(--a,", ")", "color:", "red"), .. Styles("url(", ")", "background:", "/a"), .. Styles("rgb(", ")", "color:", "1"),
        .. Styles("{", "}"), .. Styles("[", "]"), .. Styles("(", ")"), .. Styles("a:", ";"), .. Styles("@media a{", "}"), .. Styles("@supports not (", ")"), .. Styles(":not(", ")"), .. Styles("a{", "}"),
        .. Styles("/*", "*/"), .. Styles("\\"), .. Styles("if(", ")", "width:"), .. Styles("linear-gradient(", ")", "background:"),
        new("markdown", "> ", Inside: "a"), new("markdown", ">", Inside: "a"), new("markdown", "- ", Inside: "a"), new("markdown", "1. ", Inside: "a"), new("markdown", "> - ", Inside: "a"),
        new("markdown", "{indent}- a\n"), new("markdown", "{indent}> a\n"), new("markdown", "["), new("markdown", "!["), new("markdown", "[a]("), new("markdown", "[", "](a)"), new("markdown", "![", "](a)"), new("markdown", "[", "]"),
        new("markdown", "*"), new("markdown", "*a ", "b* "), new("markdown", "_a ", "b_ "), new("markdown", "*a **b "), new("markdown", "a **b *c ", "d* e** "), new("markdown", "*_a"), new("markdown", "~~a ", "b~~ "),
        new("markdown", "++a ==b ", "c== d++ "), new("markdown", "^a"), new("markdown", "`a``"), new("markdown", "\\"), new("markdown", "<"), new("markdown", "<div>"), new("markdown", "<div>\n\n"), new("markdown", "&"),
        new("markdown", "https://a.b "), new("markdown", "www."), new("markdown", "a@"), new("markdown", "http://"), new("markdown", "|"), new("markdown", "|", Before: "a|b\n-|-\n"), new("markdown", "a|b\n", Before: "a|b\n-|-\n"),
        new("markdown", "*a|"), new("markdown", "[|"), new("markdown", "# a\n"), new("markdown", "a\n=\n"), new("markdown", "```\n"), new("markdown", "[^a]: ", Before: "[^a]\n\n"), new("markdown", "[^{n}]: [^{n}]\n\n"),
        new("markdown", "> ", Before: "[^a]\n\n[^a]: ", Inside: "a"), new("markdown", "[^a] ", After: "\n\n[^a]: b\n"), new("markdown", "^["),
        new("markdown", "[a]: /b\n"), new("markdown", "[a] ", Before: $"[a]: /{new string('u', 180_000)}\n\n"), new("markdown", "![a] ", Before: $"[a]: /b '{new string('t', 180_000)}'\n\n"),
        new("markdown", "\t", After: "- a"), new("markdown", "a  \n"), new("text", "a\n"), new("text", "\""), new("text", "<div>"),
        new("json", "["), new("json", "[", "]"), new("json", "{\"a\":"), new("json", "{\"a\":", "}", Inside: "1"), new("json", "[{\"a\":", "}]", Inside: "1"), new("json", "[[],"),
        .. new[] { "headline", "tags", "source", "reaction", "articles", "a" }.SelectMany(field => new Nesting[]
        {
            new("json", "[", "]", $$"""{"{{field}}":""", After: "}"), new("json", "{\"name\":", "}", $$"""{"{{field}}":""", "1", "}"),
        }),
    ];

    /// <summary>Returns the construct nested to the given number of levels, or to as many as fit into a body of maximum length.</summary>
    public string Text(int levels = int.MaxValue)
    {
        var (text, level) = (new StringBuilder(Before), 0);
        for (var remaining = MaxLength - Before.Length - Inside.Length - After.Length; level < levels; level++)
        {
            var open = Open.Replace("{n}", level.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            if (open.StartsWith(Indent, StringComparison.Ordinal)) open = new string(' ', 2 * level) + open[Indent.Length..];
            remaining -= open.Length + Close.Length;
            if (remaining < 0) break;
            text.Append(open);
        }

        return text.Append(Inside).Insert(text.Length, Close, level).Append(After).ToString();
    }

    public override string ToString() => $"{Language} {(Before.Length < 60 ? Before : Before[..60])}{Open}…{Close}";

    // CSS can occur in a style attribute and in a style element.
    private static IEnumerable<Nesting> Styles(string open, string close = "", string before = "", string inside = "") =>
    [
        new("html", open, close, $"<p style=\"{before}", inside, "\">a</p>"), new("html", open, "", $"<p style=\"{before}", inside, "\">a</p>"),
        new("html", open, close, $"<style>p{{{before}", inside, "}</style>"), new("html", open, close, $"<svg><style>{before}", inside, "</style>"),
    ];
}
