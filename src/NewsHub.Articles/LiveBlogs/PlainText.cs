using System.Net;
using System.Text.RegularExpressions;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>The text of a post, for programs, links and feeds. The script of the pages makes the same one (<c>live-blog/html.ts</c>, <c>key-events.ts</c>).</summary>
public static partial class PlainText
{
    /// <summary>Maximum length of a title that is made from the text, in characters.</summary>
    private const int MaxExcerpt = 100;

    /// <summary>The text of a sanitised body. Words of different blocks do not run together.</summary>
    public static string Of(string? html) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(BlockEnds().Replace(html ?? "", " "), "")), " ").Trim();

    /// <summary>The title of a post, or the beginning of its text.</summary>
    public static string TitleOf(WirePost post)
    {
        if (post.Title is { Length: > 0 } title) return title;
        var text = Of(post.Html);
        if (text.Length <= MaxExcerpt) return text;
        var end = text.LastIndexOf(' ', MaxExcerpt);
        return $"{text.AsSpan(0, end > 0 ? end : MaxExcerpt)}…";
    }

    [GeneratedRegex("""</?(?:p|br|h[2-6]|hr|blockquote|ul|ol|li|dl|dt|dd|pre|figure|figcaption|table|caption|tr|t[dh]|div|section)\b(?:"[^"]*"|'[^']*'|[^>"'])*>""")]
    private static partial Regex BlockEnds();

    [GeneratedRegex("""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
