using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Articles;
using NewsHub.Articles.Latest;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Http;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Feeds;
using NewsHub.Syndication.Formats;
using NewsHub.Wire;

namespace NewsHub.Syndication.LiveBlogs;

/// <summary>The feeds of the posts of a live blog, in each format.</summary>
internal static class LiveBlogFeedApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var feeds = routes.MapGroup("/articles/{id}").AddEndpointFilter(FeedApi.RequireLoaded).ExcludeFromDescription();
        foreach (var format in FeedFormats.All)
            feeds.MapGet(format.File, (string id, HttpContext http, LiveBlogFeeds blogs) => blogs.Get(http, id, format));
    }
}

/// <summary>Renders the feed of the newest posts of a live blog, from memory.</summary>
internal sealed class LiveBlogFeeds(ArticleReader articles, LiveBlogReader blogs, DocumentCache documents, PostEntries entries, FeedIndex index, SiteAddresses sites, WallClock clock)
{
    public async Task<IResult> Get(HttpContext http, string id, IFeedFormat format)
    {
        var article = WireArticle.IsId(id) ? await articles.Find(id) : null;
        if (article is { Status: ArticleStatus.Killed }) return Problem.Of(StatusCodes.Status410Gone, "The article has been withdrawn.");
        if (article is not { IsPublic: true, Coverage: not null }) return Problem.Of(StatusCodes.Status404NotFound, "There is no such public live blog.");
        var site = sites.Of(http.Request);
        return new DocumentResult(
            await documents.Get(new DocumentKey(site, $"/articles/{id}/{format.File}"), async () => (await blogs.Get(id, index.Applied)).Blog, blog => Render(id, blog, format, site)), clock);
    }

    // The article is read after the posts: every entry about it changes them, so a document never keeps an article that is older than its posts.
    private async Task<Document> Render(string id, LiveBlog blog, IFeedFormat format, SiteAddress site)
    {
        var article = await articles.Find(id);
        var feed = article is { IsPublic: true } ? entries.FeedOf(article, blog, site) : entries.EmptyFeed(id, site, clock.Now);
        return Document.Of(blog, format.Write(feed), format.Type, feed.Updated);
    }
}
