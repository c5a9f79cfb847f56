using System.Text;
using NewsHub.Articles.Language;

namespace NewsHub.Web;

/// <summary>The script of the pages, which begins with their words in the configured language.</summary>
internal sealed class PageScript(Words words)
{
    public Asset Asset { get; } = new("app.js", "text/javascript; charset=utf-8", prefix: Encoding.UTF8.GetBytes($"globalThis.newshubWords={words.Json};\n"));
}
