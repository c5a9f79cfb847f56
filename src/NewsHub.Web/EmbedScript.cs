using System.Text;
using Microsoft.AspNetCore.Http;
using NewsHub.Articles.Language;
using NewsHub.Http;

namespace NewsHub.Web;

/// <summary>
/// The script of the lists that other sites put into their pages, which begins with their words in the configured language. Its address stays the same, so
/// that browsers keep it for minutes only.
/// </summary>
internal sealed class EmbedScript(Words words)
{
    public const string Route = "/embed.js";

    private static readonly string[] Names =
    [
        "latest", "empty", "breaking", "breaking.none", "say.breaking", "more", "alert.flash", "alert.bulletin", "alert.urgent", "rising", "today", "mostRead",
        "ranking.empty", "readers.one", "readers.other", "state.offline", "offline.network", "offline.hub", "offline.blocked",
        "blog.live", "blog.empty", "blog.struck",
    ];

    // A constant of the module: a page of another site gets no global variable.
    private readonly PrecompressedContent _content =
        Asset.Read("embed.js", "text/javascript; charset=utf-8", Encoding.UTF8.GetBytes($"const newshubWords={words.JsonOf(Names)};\n"));

    public Task Serve(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "public, max-age=300";
        headers.AccessControlAllowOrigin = "*"; // browsers fetch module scripts with CORS
        return _content.ExecuteAsync(http);
    }
}
