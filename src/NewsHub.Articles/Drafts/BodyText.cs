using System.Buffers;
using System.Net;
using AngleSharp;
using Ganss.Xss;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NewsHub.Articles.Drafts;

/// <summary>
/// Renders a body as sanitised HTML. Active content (scripts, frames, forms, event handlers) is rejected with an error, so that the
/// newsroom notices; other markup that is not allowed is removed, with a warning.
/// </summary>
internal static class BodyText
{
    /// <summary>
    /// Maximum number of characters with a meaning in Markdown. Parsing time grows with their square: 50,000 unclosed links took 18 seconds,
    /// 10,000 marks take at most 0.2 seconds. In a long article about 2 % of the characters are marks.
    /// </summary>
    private const int MaxMarks = 10_000;

    /// <summary>Maximum number of tags. Parsing end tags without start tags takes time with the square of their number (28,000 pairs: 4 seconds).</summary>
    internal const int MaxTags = 10_000;

    /// <summary>
    /// Maximum characters in attributes, five times the largest body. A Markdown link reference repeats its address at every use: 3,000 uses
    /// of an address of 180,000 characters expand to 540 million.
    /// </summary>
    internal const int MaxAttributes = 1_000_000;

    private static readonly SearchValues<char> Marks = SearchValues.Create("\n`*_~^=[]()<>!|#+-\\&:");

    // Of the emphasis extras only ~~: the others change what is meant as text, such as "3~5 to 7~9", "2^8 or 2^16" and "C++17 or C++20".
    private static readonly MarkdownPipeline Markdown =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseFootnotes().Build();

    private static readonly HtmlSanitizerOptions Allowed = new()
    {
        AllowedTags = Set(
            "p br h2 h3 h4 h5 h6 blockquote q cite ul ol li dl dt dd a strong em b i u s del ins mark sup sub small code pre kbd hr "
            + "figure figcaption img table caption thead tbody tfoot tr th td abbr time div span section"),
        AllowedAttributes = Set("href title alt src width height lang dir datetime colspan rowspan scope cite start id"),
        AllowedSchemes = Set("http https mailto"),
        UriAttributes = Set("href src cite"),
        AllowedCssProperties = Set(""),
    };

    private static readonly ISet<string> Dangerous = Set(
        "script iframe frame frameset object embed applet form input button textarea select link meta base style svg math template noscript");

    public static RenderedBody Render(string body, BodyFormat format)
    {
        if (format is BodyFormat.Text) return new RenderedBody(string.Concat(body.Split('\n').Select(ToParagraph)), []);
        if (format is BodyFormat.Markdown && CountMarks(body) > MaxMarks) return RenderedBody.Refused($"contains more than {MaxMarks} Markdown marks and line ends");
        try
        {
            var html = body;
            if (format is BodyFormat.Markdown)
            {
                var document = Markdig.Markdown.Parse(body, Markdown);
                if (CountLinkCharacters(document) > MaxAttributes) return RenderedBody.Refused($"contains more than {MaxAttributes} characters of link addresses");
                html = document.ToHtml(Markdown);
            }

            return html.AsSpan().Count('<') > MaxTags ? RenderedBody.Refused($"contains more than {MaxTags} tags") : Sanitise(html, body);
        }
        catch (BodyTooLargeException tooLarge)
        {
            return RenderedBody.Refused(tooLarge.Message);
        }
        catch (ArgumentException) // thrown by Markdig at its own nesting limit
        {
            return RenderedBody.Refused("nests its Markdown too deeply");
        }
    }

    private static long CountLinkCharacters(MarkdownDocument document) =>
        document.Descendants<LinkInline>().Sum(link => (long)(link.Url?.Length ?? 0) + (link.Title?.Length ?? 0));

    private static int CountMarks(ReadOnlySpan<char> body)
    {
        var count = 0;
        foreach (var character in body)
            if (Marks.Contains(character))
                count++;
        return count;
    }

    private static RenderedBody Sanitise(string html, string body)
    {
        string? error = null;
        var removed = new RemovedMarkup(body);
        var sanitiser = new HtmlSanitizer(Allowed) { KeepChildNodes = true };
        sanitiser.RemovingTag += (_, removing) =>
        {
            if (Dangerous.Contains(removing.Tag.LocalName)) error ??= $"contains <{removing.Tag.LocalName}>, which is not allowed";
            removed.Add(removing.Tag);
        };
        sanitiser.RemovingAttribute += (_, removing) =>
        {
            if (removing.Attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
                error ??= $"contains the event handler {removing.Attribute.Name}, which is not allowed";
            else if (removing.Reason is RemoveReason.NotAllowedUrlValue && IsScript(removing.Attribute.Value))
                error ??= $"contains a {removing.Attribute.Name} that runs a script";
            removed.Add(removing.Tag, removing.Attribute.Name, removing.Reason);
        };
        sanitiser.RemovingComment += (_, _) => removed.AddComment();
        using var document = BodyTree.Parse(html);
        foreach (var image in document.Images)
            if (!PictureAddress.IsShown(image.GetAttribute("src"))) error ??= "contains a picture that pages cannot show: its address must begin with https:// or /";
        BodyBlocks.Replace(document, removed);
        Footnotes.Rename(document, body);
        sanitiser.SanitizeDom(document, document.Body);
        return error is null
            ? new RenderedBody(document.Body!.ChildNodes.ToHtml(sanitiser.OutputFormatter), removed.Warnings)
            : RenderedBody.Refused(error);
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
