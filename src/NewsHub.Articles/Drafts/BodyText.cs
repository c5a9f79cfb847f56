using System.Buffers;
using System.Net;
using AngleSharp;
using Ganss.Xss;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NewsHub.Articles.Drafts;

/// <summary>
/// Turns a body into the HTML that pages show. What can run or reach out (scripts, frames, event handlers) is refused, so that the
/// newsroom learns of it; other markup that a page has no use for is left out.
/// </summary>
internal static class BodyText
{
    /// <summary>
    /// Characters that Markdown may give a meaning to. Parsing takes time by the square of their number: 50,000 unfinished links took 18
    /// seconds, 10,000 marks take a fifth of one at most. A long article has about two in a hundred characters.
    /// </summary>
    private const int MaxMarks = 10_000;

    /// <summary>Tags of a body: closing what was never opened takes time by the square of their number, too (28,000 pairs: 4 seconds).</summary>
    internal const int MaxTags = 10_000;

    /// <summary>
    /// Characters in attributes: five times the largest body. A link reference repeats its address wherever it is used: 3,000 uses of one of
    /// 180,000 characters made 540 million.
    /// </summary>
    internal const int MaxAttributes = 1_000_000;

    private static readonly SearchValues<char> Marks = SearchValues.Create("\n`*_~^=[]()<>!|#+-\\&:");

    private static readonly MarkdownPipeline Markdown =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseFootnotes().Build();

    private static readonly HtmlSanitizerOptions Allowed = new()
    {
        AllowedTags = Set(
            "p br h2 h3 h4 h5 h6 blockquote q cite ul ol li dl dt dd a strong em b i u s del ins mark sup sub small code pre kbd hr "
            + "figure figcaption img table caption thead tbody tfoot tr th td abbr time div span section"),
        AllowedAttributes = Set("href title alt src width height lang dir datetime colspan rowspan scope cite start"),
        AllowedSchemes = Set("http https mailto"),
        UriAttributes = Set("href src cite"),
        AllowedCssProperties = Set(""),
    };

    private static readonly ISet<string> Dangerous = Set(
        "script iframe frame frameset object embed applet form input button textarea select link meta base style svg math template noscript");

    /// <summary>The HTML, or why the body is refused.</summary>
    public static (string? Html, string? Refusal) Render(string body, BodyFormat format)
    {
        if (format is BodyFormat.Text) return (string.Concat(body.Split('\n').Select(ToParagraph)), null);
        if (format is BodyFormat.Markdown && CountMarks(body) > MaxMarks) return (null, $"holds more than {MaxMarks} Markdown marks and line ends");
        try
        {
            var html = body;
            if (format is BodyFormat.Markdown)
            {
                var document = Markdig.Markdown.Parse(body, Markdown);
                if (CountAddresses(document) > MaxAttributes) return (null, $"links to addresses of more than {MaxAttributes} characters in all");
                html = document.ToHtml(Markdown);
            }

            return html.AsSpan().Count('<') > MaxTags ? (null, $"holds more than {MaxTags} tags") : Sanitise(html);
        }
        catch (BodyTooLargeException tooLarge)
        {
            return (null, tooLarge.Message);
        }
        catch (ArgumentException) // Markdig's own limit on nesting
        {
            return (null, "nests its Markdown too deeply");
        }
    }

    private static long CountAddresses(MarkdownDocument document) =>
        document.Descendants<LinkInline>().Sum(link => (long)(link.Url?.Length ?? 0) + (link.Title?.Length ?? 0));

    private static int CountMarks(ReadOnlySpan<char> body)
    {
        var count = 0;
        foreach (var character in body)
            if (Marks.Contains(character))
                count++;
        return count;
    }

    private static (string? Html, string? Refusal) Sanitise(string html)
    {
        string? refusal = null;
        var sanitiser = new HtmlSanitizer(Allowed) { KeepChildNodes = true };
        sanitiser.RemovingTag += (_, removed) =>
        {
            if (Dangerous.Contains(removed.Tag.LocalName)) refusal ??= $"contains <{removed.Tag.LocalName}>, which no page may run";
        };
        sanitiser.RemovingAttribute += (_, removed) =>
        {
            if (removed.Attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
                refusal ??= $"contains the event handler {removed.Attribute.Name}, which no page may run";
            else if (removed.Reason is RemoveReason.NotAllowedUrlValue && IsScript(removed.Attribute.Value))
                refusal ??= $"contains a {removed.Attribute.Name} that runs a script";
        };
        using var document = BodyTree.Parse(html);
        sanitiser.SanitizeDom(document, document.Body);
        return refusal is null ? (document.Body!.ChildNodes.ToHtml(sanitiser.OutputFormatter), null) : (null, refusal);
    }

    private static bool IsScript(string url)
    {
        var scheme = string.Concat(url.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)));
        return scheme.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
            || scheme.StartsWith("vbscript:", StringComparison.OrdinalIgnoreCase)
            || scheme.StartsWith("data:text", StringComparison.OrdinalIgnoreCase);
    }

    private static string ToParagraph(string line) => string.IsNullOrWhiteSpace(line) ? "" : $"<p>{WebUtility.HtmlEncode(line.Trim())}</p>\n";

    private static HashSet<string> Set(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
