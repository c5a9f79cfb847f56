using System.Globalization;
using System.Xml.Linq;
using NewsHub.Tests.Api;
using Xunit;

namespace NewsHub.Tests.Syndication;

/// <summary>The archives and the sitemaps of a hub with 230 articles.</summary>
[Trait("Category", "Slow")]
public sealed class ArchiveTests(ArchiveTests.FullHub full) : IClassFixture<ArchiveTests.FullHub>
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace History = "http://purl.org/syndication/history/1.0";
    private static readonly XNamespace Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private static readonly XNamespace News = "http://www.google.com/schemas/sitemap-news/0.9";

    private HubProcess Hub => full.Hub;

    [Fact]
    public async Task A_reader_that_follows_the_archives_gets_every_article_once()
    {
        HashSet<string> found = [];
        List<string> visited = [];
        for (var url = Link(await Load("/atom.xml"), "prev-archive"); url is not null;)
        {
            visited.Add(new Uri(url).AbsolutePath);
            var archive = await Load(visited[^1]);
            FeedRules.CheckAtom(archive.ToString(), url);
            Assert.NotNull(archive.Root!.Element(History + "archive"));
            Assert.EndsWith("/atom.xml", Link(archive, "current"), StringComparison.Ordinal);
            foreach (var entry in archive.Root.Elements(Atom + "entry")) Assert.True(found.Add(IdOf(entry)), $"{IdOf(entry)} is there twice.");
            url = Link(archive, "prev-archive");
        }

        Assert.Equal(["/atom/archive/3.xml", "/atom/archive/2.xml", "/atom/archive/1.xml"], visited);
        Assert.Empty(full.Ids.Except(found));
        Assert.EndsWith("/2.xml", Link(await Load("/atom/archive/1.xml"), "next-archive"), StringComparison.Ordinal);
        Assert.Null(Link(await Load("/atom/archive/3.xml"), "next-archive"));
    }

    [Fact]
    public async Task A_withdrawn_article_leaves_its_archive_and_the_others_stay_where_they_are()
    {
        var before = await Load("/atom/archive/2.xml");
        var next = await Load("/atom/archive/3.xml");
        var victim = before.Root!.Elements(Atom + "entry").Skip(50).First();
        var id = IdOf(victim);
        full.Ids.Remove(id);

        (await Hub.Send("POST", $"/api/articles/{id}/kill", """{"reason":"It was untrue."}""", Hub.Editor)).Expect(200);

        var after = await Eventually.Is(() => Load("/atom/archive/2.xml"), document => !document.ToString().Contains(id, StringComparison.Ordinal));
        Assert.Equal(Ids(before).Where(other => other != id), Ids(after));
        Assert.Equal(Ids(next)[^20..], Ids(await Load("/atom/archive/3.xml"))[^20..]);
        Assert.DoesNotContain(id, (await Hub.Get("/sitemaps/news.xml")).Text, StringComparison.Ordinal);
        Assert.All(await SitemapTexts(), text => Assert.DoesNotContain(id, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_article_that_is_published_again_returns_to_its_archive()
    {
        var before = Ids(await Load("/atom/archive/1.xml"));
        (await Hub.Send("POST", $"/api/articles/{before[7]}/withhold", """{"reason":"It is being checked."}""", Hub.Editor)).Expect(200);
        await Eventually.Is(() => Load("/atom/archive/1.xml"), document => Ids(document).Length == before.Length - 1);

        (await Hub.Send("POST", $"/api/articles/{before[7]}/publish", null, Hub.Editor)).Expect(200);

        await Eventually.Is(() => Load("/atom/archive/1.xml"), document => Ids(document).SequenceEqual(before));
    }

    [Fact]
    public async Task A_new_article_joins_the_last_archive()
    {
        var id = await Hub.Create(FullHub.ArticleOf("Joining"));
        full.Ids.Add(id);
        await Eventually.Is(() => Load("/atom/archive/3.xml"), document => document.ToString().Contains(id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/atom/archive/0.xml")]
    [InlineData("/atom/archive/01.xml")]
    [InlineData("/atom/archive/99.xml")]
    [InlineData("/atom/archive/-1.xml")]
    [InlineData("/atom/archive/99999999999.xml")]
    [InlineData("/sitemaps/1999-01.xml")]
    [InlineData("/sitemaps/2026-13.xml")]
    public async Task Documents_that_do_not_exist_are_not_found(string path) => (await Hub.Get(path)).ExpectProblem(404);

    [Fact]
    public async Task Sitemaps_list_every_article_once()
    {
        foreach (var id in full.Ids) await Eventually.Is(SitemapTexts, texts => texts.Any(text => text.Contains(id, StringComparison.Ordinal)));

        var locations = (await SitemapTexts()).SelectMany(text => XDocument.Parse(text).Root!.Elements(Sitemap + "url")).ToArray();

        Assert.All(locations, CheckLocation);
        Assert.Equal(locations.Length, locations.Select(location => location.Element(Sitemap + "loc")!.Value).Distinct().Count());
        Assert.Contains(locations, location => location.Element(Sitemap + "loc")!.Value.Contains("/old-ferry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sitemap_of_news_has_what_a_news_search_needs()
    {
        var document = XDocument.Parse((await Eventually.Is(() => Hub.Get("/sitemaps/news.xml"), response => response.Status == 200)).Text);
        var urls = document.Root!.Elements(Sitemap + "url").ToArray();
        Assert.InRange(urls.Length, 200, 1000);
        foreach (var url in urls)
        {
            CheckLocation(url);
            var news = url.Element(News + "news")!;
            Assert.Equal(["publication", "publication_date", "title"], news.Elements().Select(element => element.Name.LocalName));
            Assert.Equal(("NewsHub", "en"), (news.Element(News + "publication")!.Element(News + "name")!.Value, news.Element(News + "publication")!.Element(News + "language")!.Value));
            Assert.NotEmpty(news.Element(News + "title")!.Value);
        }

        Assert.DoesNotContain("old-ferry", document.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Robots_names_the_sitemaps_and_the_configured_rules()
    {
        var robots = (await Hub.Get("/robots.txt")).Expect(200);
        Assert.Equal("text/plain", robots.ContentType);
        Assert.Contains($"\nSitemap: {Hub.Address.OriginalString.TrimEnd('/')}/sitemap.xml\n", robots.Text, StringComparison.Ordinal);
        Assert.Contains("\nUser-agent: OtherBot\nDisallow: /\n", robots.Text, StringComparison.Ordinal);
        (await Hub.Send("GET", "/robots.txt", headers: ("If-None-Match", robots.Header("ETag")!))).Expect(304);
    }

    // The types of sitemap.xsd: an absolute URL of at most 2,048 characters, and a W3C date.
    private static void CheckLocation(XElement url)
    {
        Assert.Equal(["loc", "lastmod"], url.Elements().Where(element => element.Name.Namespace == Sitemap).Select(element => element.Name.LocalName));
        Assert.True(Uri.TryCreate(url.Element(Sitemap + "loc")!.Value, UriKind.Absolute, out _) && url.Element(Sitemap + "loc")!.Value.Length is >= 12 and <= 2048);
        DateTimeOffset.ParseExact(url.Element(Sitemap + "lastmod")!.Value, "yyyy-MM-ddTHH:mm:ss.fffK", CultureInfo.InvariantCulture);
    }

    private async Task<string[]> SitemapTexts()
    {
        var index = XDocument.Parse((await Hub.Get("/sitemap.xml")).Expect(200).Text);
        var urls = index.Root!.Elements(Sitemap + "sitemap").Select(sitemap => sitemap.Element(Sitemap + "loc")!.Value).ToArray();
        Assert.EndsWith("/sitemaps/news.xml", urls[0], StringComparison.Ordinal);
        return await Task.WhenAll(urls[1..].Select(async url => (await Hub.Get(new Uri(url).AbsolutePath)).Expect(200).Text));
    }

    private async Task<XDocument> Load(string path) => XDocument.Parse((await Hub.Get(path)).Expect(200).Text);

    private static string[] Ids(XDocument feed) => [.. feed.Root!.Elements(Atom + "entry").Select(IdOf)];

    private static string IdOf(XElement entry) => entry.Element(Atom + "id")!.Value.Split('/')[^1];

    private static string? Link(XDocument feed, string relation) =>
        feed.Root!.Elements(Atom + "link").FirstOrDefault(link => link.Attribute("rel")!.Value == relation)?.Attribute("href")!.Value;

    /// <summary>A hub with 229 new articles and one of an archive.</summary>
    public sealed class FullHub : IAsyncLifetime
    {
        private const int Articles = 229;

        internal HubProcess Hub { get; } = new(("NewsHub__Syndication__Robots__0", "User-agent: OtherBot"), ("NewsHub__Syndication__Robots__1", "Disallow: /"));

        /// <summary>The ids of all public articles.</summary>
        internal HashSet<string> Ids { get; } = [];

        internal static object ArticleOf(string headline) => new { headline, section = "world", body = $"All of {headline}", status = "published" };

        public async Task InitializeAsync()
        {
            await Hub.InitializeAsync();
            foreach (var chunk in Enumerable.Range(0, Articles).Chunk(20))
                Ids.UnionWith(await Task.WhenAll(chunk.Select(n => Hub.Create(ArticleOf($"Ferry number {n}")))));
            Ids.Add(await Hub.Create(new { headline = "An old ferry", slug = "old-ferry", section = "world", publishAt = "2019-03-07T12:00:00Z", status = "published" }));
            await Hub.State();
        }

        public Task DisposeAsync() => Hub.DisposeAsync();
    }
}
