using System.Text;
using NewsHub.Articles.Language;

namespace NewsHub.Web;

/// <summary>
/// The scripts of the pages, which begin with their words in the configured language. Words of live blogs are in the script that only pages with one load.
/// </summary>
internal sealed class PageScript(Words words)
{
    /// <summary>How the names of the words of live blogs begin.</summary>
    private const string LiveBlogWords = "blog.";

    /// <summary>Words that only the server writes.</summary>
    internal static readonly string[] OfServer =
    [
        "skip", "colophon", "home", "breadcrumb", "sections", "front", "front.changed", "latest.title", "latest.of", "latest.all", "tags",
        "correction", "corrections", "why.rule", "related", "recommended", "pages", "pages.first", "pages.older", "reaction.veryGood",
        "notFound", "notFound.text", "unavailable", "unavailable.text", "date", "day", "months", "weekdays", "thousands",
    ];

    private const string Type = "text/javascript; charset=utf-8";

    /// <summary>The script of every page.</summary>
    public Asset Asset { get; } = new("app.js", Type, prefix: Encoding.UTF8.GetBytes(
        $"globalThis.newshubWords={words.JsonOf(name => !name.StartsWith(LiveBlogWords, StringComparison.Ordinal) && !OfServer.Contains(name))};\n"));

    /// <summary>The script of live blogs, which the first one loads.</summary>
    public Asset LiveBlog { get; } = new("live-blog.js", Type, prefix: Encoding.UTF8.GetBytes(
        $"Object.assign(newshubWords,{words.JsonOf(name => name.StartsWith(LiveBlogWords, StringComparison.Ordinal))});\n"));

    public IEnumerable<Asset> All => [Asset, LiveBlog];
}
