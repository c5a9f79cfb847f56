using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles;
using NewsHub.Http;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Formats;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>The feeds of all articles, of sections and tags, and of corrections, in each format.</summary>
internal static class FeedApi
{
    /// <summary>Seconds after which a client may ask a hub again that has just started.</summary>
    private const int RetryAfterSeconds = 2;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var feeds = routes.MapGroup("").AddEndpointFilter(RequireLoaded).ExcludeFromDescription();
        foreach (var format in FeedFormats.All)
        {
            feeds.MapGet($"/{format.File}", (HttpContext http, FeedEndpoint feed) => feed.Get(http, FeedKey.All, format));
            feeds.MapGet($"/corrections/{format.File}", (HttpContext http, FeedEndpoint feed) => feed.Get(http, FeedKey.Corrections, format));
            feeds.MapGet($"/sections/{{slug}}/{format.File}", (string slug, HttpContext http, FeedEndpoint feed) => feed.GetSection(http, slug, format));
            feeds.MapGet($"/tags/{{slug}}/{format.File}", (string slug, HttpContext http, FeedEndpoint feed) => feed.GetTag(http, slug, format));
        }
    }

    /// <summary>A filter that answers 503 until the withdrawals are known: a document must not lack them.</summary>
    internal static ValueTask<object?> RequireLoaded(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var index = (FeedIndex)invocation.HttpContext.RequestServices.GetService(typeof(FeedIndex))!;
        return index.IsReady
            ? next(invocation)
            : ValueTask.FromResult<object?>(Problem.Retry(StatusCodes.Status503ServiceUnavailable, "The hub is loading its feeds.", RetryAfterSeconds));
    }
}

/// <summary>Answers requests for feeds.</summary>
internal sealed class FeedEndpoint(FeedPublisher publisher, FeedLists lists, Sections sections, SiteAddresses sites, WallClock clock)
{
    public async Task<IResult> Get(HttpContext http, FeedKey key, IFeedFormat format) =>
        new DocumentResult(await publisher.Get(key, format, sites.Of(http.Request), http.RequestAborted), clock);

    public async Task<IResult> GetSection(HttpContext http, string slug, IFeedFormat format) =>
        sections.Find(slug) is null ? Problem.Of(StatusCodes.Status404NotFound, "There is no such section.") : await Get(http, FeedKey.Section(slug), format);

    // A tag exists while an article has it, or had it before it was withdrawn.
    public async Task<IResult> GetTag(HttpContext http, string slug, IFeedFormat format)
    {
        var list = Topic.IsSlug(slug) ? await lists.Get(FeedKey.Tag(slug), http.RequestAborted) : null;
        return list is null or { Items: [], Tombstones: [] }
            ? Problem.Of(StatusCodes.Status404NotFound, "There is no article with this tag.")
            : await Get(http, FeedKey.Tag(slug), format);
    }
}
