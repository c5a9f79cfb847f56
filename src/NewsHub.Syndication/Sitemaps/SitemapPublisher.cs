using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Articles.Language;
using NewsHub.Articles.Latest;
using NewsHub.Syndication.Documents;
using NewsHub.Wire;

namespace NewsHub.Syndication.Sitemaps;

/// <summary>Renders the sitemaps: an index, one of the news of two days, and one per month.</summary>
internal sealed class SitemapPublisher(
    SitemapMonths months, LatestArticles latest, IWireStore store, DocumentCache documents, Words words, IOptions<SiteOptions> options, WallClock clock)
{
    public const string IndexPath = "/sitemap.xml";
    public const string NewsPath = "/sitemaps/news.xml";

    /// <summary>Addresses in a sitemap, the limit of the protocol. Of a month with more articles, the latest are listed.</summary>
    private const int MaxArticles = 50_000;

    /// <summary>Articles in a sitemap of news, the limit of the extension.</summary>
    private const int MaxNews = 1000;

    /// <summary>Articles per reading of the store: 1,000 × about 1 KB = 1 MB.</summary>
    private const int Page = 1000;

    private static readonly TimeSpan NewsAge = TimeSpan.FromHours(48);

    public static string PathOf(Month month) => $"/sitemaps/{month}.xml";

    public Task<Document> GetIndex(SiteAddress site) => documents.Get(new DocumentKey(site, IndexPath), months.Get, list => Task.FromResult(Document.Of(
        list, SitemapFormat.WriteIndex(list.Months.Select(PathOf).Prepend(NewsPath).Select(site.Url)), SitemapFormat.ContentType, clock.Now)));

    /// <summary>The news of the last two days. Articles of an archive are no news.</summary>
    public Task<Document> GetNews(SiteAddress site) => documents.Get(new DocumentKey(site, NewsPath), () => ValueTask.FromResult(latest.Current), snapshot =>
    {
        var now = clock.Now;
        WireArticle[] news =
        [
            .. snapshot.Articles.Select(listed => listed.Article)
                .Where(article => article.PublishedAt > now - NewsAge && article.FromArchive is not true).Take(MaxNews),
        ];
        var bytes = SitemapFormat.WriteNews(news, site, options.Value.Title, words.Language);
        return Task.FromResult(Document.Of(snapshot, bytes, SitemapFormat.ContentType, now, news.Length > 0 ? news.Min(article => article.PublishedAt) + NewsAge : null));
    });

    /// <param name="month">A month that has articles.</param>
    public Task<Document> GetMonth(Month month, SiteAddress site) =>
        documents.Get(new DocumentKey(site, PathOf(month)), () => ValueTask.FromResult(months.VersionOf(month)), async version =>
            Document.Of(version, SitemapFormat.WriteArticles(await Read(month), site), SitemapFormat.ContentType, clock.Now));

    private async Task<List<WireArticle>> Read(Month month)
    {
        var (start, before, articles) = (month.Start, month.End, new List<WireArticle>());
        while (articles.Count < MaxArticles)
        {
            var page = await store.ListPublic([Topic.News], before, Page);
            articles.AddRange(page.TakeWhile(listed => listed.Position.At >= start.At).Select(listed => listed.Article));
            if (page.Count < Page || page[^1].Position.At < start.At) break;
            before = page[^1].Position;
        }

        return articles;
    }
}
