using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using NewsHub.EndToEndTests.Browsing;
using Xunit;

namespace NewsHub.EndToEndTests.Syndication;

/// <summary>Sitemaps match the XML schema of sitemaps.org, which the npm package <c>sitemap</c> has.</summary>
public sealed class SitemapSchemaTests(RunningHub running) : IClassFixture<RunningHub>
{
    /// <summary>No package has the schema of this extension, and that of sitemaps wants one for each foreign element.</summary>
    private static readonly XNamespace News = "http://www.google.com/schemas/sitemap-news/0.9";

    private static readonly XNamespace Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private readonly XmlSchemaSet _schemas = Load();

    [Fact]
    public async Task Sitemaps_of_months_and_of_news_match_the_schema()
    {
        using var newsroom = running.Hub.OpenNewsroom();
        Validate("without news", XDocument.Parse(await Eventually.Is(() => newsroom.Http.GetStringAsync("/sitemaps/news.xml"), text => text.Contains("<loc>", StringComparison.Ordinal))));
        foreach (var headline in new[] { "Ferry & \"harbour\" <3 😀", "שלום עולם: חדשות" }) await newsroom.Publish(headline);
        var index = XDocument.Parse(await newsroom.Http.GetStringAsync("/sitemap.xml"));
        var addresses = index.Descendants(Sitemap + "loc").Select(location => new Uri(location.Value)).ToArray();
        Assert.Equal(2, addresses.Length);

        foreach (var address in addresses)
        {
            var document = XDocument.Parse(await Eventually.Is(() => newsroom.Http.GetStringAsync(address), text => text.Split("<loc>").Length == 3));
            document.Descendants(News + "news").Remove();
            Validate(address.AbsolutePath, document);
        }
    }

    [Fact]
    public void The_schema_refuses_what_is_no_sitemap()
    {
        var errors = new List<string>();
        new XDocument(new XElement(Sitemap + "urlset", new XElement(Sitemap + "url", new XElement(Sitemap + "lastmod", "yesterday"))))
            .Validate(_schemas, (_, error) => errors.Add(error.Message));
        Assert.NotEmpty(errors);
    }

    private void Validate(string name, XDocument document) => document.Validate(_schemas, (_, error) => Assert.Fail($"{name}: {error.Message}"));

    private static XmlSchemaSet Load()
    {
        var schemas = new XmlSchemaSet();
        using var file = XmlReader.Create(Programs.PathOfPackage("sitemap", "schema", "sitemap.xsd"));
        schemas.Add(Sitemap.NamespaceName, file);
        schemas.Compile();
        return schemas;
    }
}
