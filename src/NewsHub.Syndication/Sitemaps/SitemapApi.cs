using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles.Latest;
using NewsHub.Http;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Feeds;
using NewsHub.Wire;

namespace NewsHub.Syndication.Sitemaps;

/// <summary>The sitemaps and the rules for crawlers.</summary>
internal static class SitemapApi
{
    private const int RetryAfterSeconds = 2;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var documents = routes.MapGroup("").AddEndpointFilter(FeedApi.RequireLoaded).ExcludeFromDescription();
        documents.MapGet(Robots.Path, async (HttpContext http, Robots robots, SiteAddresses sites, WallClock clock) =>
            new DocumentResult(await robots.Get(sites.Of(http.Request)), clock));
        documents.MapGet(SitemapPublisher.IndexPath, async (HttpContext http, SitemapPublisher sitemaps, SiteAddresses sites, WallClock clock) =>
            new DocumentResult(await sitemaps.GetIndex(sites.Of(http.Request)), clock));
        documents.MapGet(SitemapPublisher.NewsPath, News);
        documents.MapGet("/sitemaps/{month}.xml", OfMonth);
    }

    private static async Task<IResult> News(HttpContext http, SitemapPublisher sitemaps, LatestArticles latest, SiteAddresses sites, WallClock clock) => latest.IsReady
        ? new DocumentResult(await sitemaps.GetNews(sites.Of(http.Request)), clock)
        : Problem.Retry(StatusCodes.Status503ServiceUnavailable, "The hub is loading its articles.", RetryAfterSeconds);

    private static async Task<IResult> OfMonth(string month, HttpContext http, SitemapPublisher sitemaps, SitemapMonths months, SiteAddresses sites, WallClock clock) =>
        Month.TryParse(month, out var wanted) && (await months.Get()).Months.Contains(wanted)
            ? new DocumentResult(await sitemaps.GetMonth(wanted, sites.Of(http.Request)), clock)
            : Problem.Of(StatusCodes.Status404NotFound, "There are no articles of this month.");
}
