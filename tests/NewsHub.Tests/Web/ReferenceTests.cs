using System.Text.RegularExpressions;
using Xunit;

namespace NewsHub.Tests.Web;

public partial class ReferenceTests(Newspaper newspaper) : IClassFixture<Newspaper>
{
    [Theory]
    [InlineData("/docs", "NewsHub reference")]
    [InlineData("/docs/api", "HTTP API")]
    [InlineData("/docs/live", "Live protocol")]
    [InlineData("/docs/embed", "Lists on other sites")]
    [InlineData("/docs/configuration", "Configuration")]
    [InlineData("/docs/javascript", "newshub-client")]
    [InlineData("/docs/dotnet", "NewsHub.Client")]
    public async Task A_reference_page_has_its_title_and_links_that_lead_somewhere(string path, string title)
    {
        var page = await newspaper.GetHtml(path);

        Assert.Contains($">{title}</h1>", page, StringComparison.Ordinal);
        foreach (Match link in Links().Matches(page))
        {
            var target = link.Groups[1].Value;
            Assert.False(target.EndsWith(".md", StringComparison.Ordinal), $"{target} on {path} is a file, not a page.");
            if (target is "/docs/openapi" or "/openapi/v1.json" or "/asyncapi.yaml" || target.StartsWith("/assets", StringComparison.Ordinal)) continue; // the program maps these
            if (target.StartsWith('/')) await newspaper.GetHtml(target);
        }
    }

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Links();
}
