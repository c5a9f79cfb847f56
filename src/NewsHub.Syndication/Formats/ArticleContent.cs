using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using NewsHub.Articles;
using NewsHub.Articles.Language;

namespace NewsHub.Syndication.Formats;

/// <summary>
/// The content of an article as HTML that can stand anywhere: an element with the article's language and direction, the corrections first, and no
/// relative addresses.
/// </summary>
internal static partial class ArticleContent
{
    private static readonly HtmlParser Parser = new();

    private static readonly string[] AddressAttributes = ["href", "src", "cite"];

    public static string Of(Article article, SiteAddress site, Words words)
    {
        var content = new StringBuilder();
        content.Append("<div").Append(LanguageOf(article)).Append('>');
        foreach (var correction in article.Corrections.Reverse())
            content.Append(CultureInfo.InvariantCulture, $"<p lang=\"{words.Language}\" dir=\"{Direction.Of(words.Language)}\"><strong>{Encode(words["correction"])}</strong> ")
                .Append(CultureInfo.InvariantCulture, $"<time datetime=\"{correction.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\">{Encode(words.Day(correction.At))}</time>: ")
                .Append(CultureInfo.InvariantCulture, $"<span{LanguageOf(article)}>{Encode(correction.Note)}</span></p>\n");
        content.Append(article.BodyHtml is { Length: > 0 } body ? WithAbsoluteAddresses(body, site.Url(article.Url)) : SummaryOf(article));
        return content.Append("</div>").ToString();
    }

    /// <summary>Resolves the addresses in <paramref name="html"/>, which the sanitiser has written.</summary>
    /// <param name="pageUrl">The page on which they are relative.</param>
    internal static string WithAbsoluteAddresses(string html, string pageUrl)
    {
        if (!RelativeAddress().IsMatch(html)) return html;
        using var document = Parser.ParseDocument("<!doctype html><body>");
        var body = document.Body!;
        body.InnerHtml = html;
        var page = new Uri(pageUrl);
        foreach (var element in body.QuerySelectorAll("[href], [src], [cite]"))
            foreach (var name in AddressAttributes)
                if (element.GetAttribute(name) is { } address && Uri.TryCreate(page, address, out var absolute)) element.SetAttribute(name, absolute.AbsoluteUri);
        return body.InnerHtml;
    }

    private static string LanguageOf(Article article) =>
        (article.Language is { Length: > 0 } language ? $" lang=\"{Encode(language)}\"" : "") + $" dir=\"{Direction.Of(article.Language)}\"";

    private static string SummaryOf(Article article) => article.Summary is { Length: > 0 } summary ? $"<p>{Encode(summary)}</p>" : "";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    // Also matches such words in a text, which costs no more than parsing.
    [GeneratedRegex("(?:href|src|cite)=\"(?!https?:|mailto:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RelativeAddress();
}
