using NewsHub.Articles;
using NewsHub.Articles.Latest;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Wire;

namespace NewsHub.Web.LiveBlogs;

/// <summary>Reads the posts that pages show.</summary>
internal sealed class BlogReader(LiveBlogReader posts)
{
    /// <summary>Maximum number of live blogs on the front page.</summary>
    private const int MaxLiveNow = 4;

    /// <summary>The page of an address; null if the post that it names is not public.</summary>
    /// <param name="article">A public article with a live blog.</param>
    /// <param name="marked">The id of the post that the address names; null for none.</param>
    /// <param name="upTo">What the page shows includes every entry up to this one.</param>
    public async Task<BlogPage?> Read(Article article, BlogView view, string? marked, Cursor upTo, CancellationToken stopping)
    {
        var (blog, cursor) = await posts.Get(article.Id, upTo);
        var ordered = article with { Coverage = article.Coverage! with { Order = view.Order ?? article.Coverage.Order } };
        var query = marked is null ? new PostQuery(view.Before, view.Before is null ? view.After : null, KeyOnly: view.IsKeyOnly) : new PostQuery(Around: marked);
        return await posts.Read(ordered, blog, cursor, query, stopping) is not { } page ? null : new BlogPage(
            view, ordered.Coverage.Order, page.Posts, page.Newer, page.Older, [.. blog.Newest.Take(PostQuery.PageSize)], [.. blog.KeyPosts.Where(IsShown)], blog.Pinned, marked, page.Cursor);
    }

    /// <summary>True for the id of a post that was removed.</summary>
    public async Task<bool> IsRemoved(string articleId, string postId) => await posts.Find(articleId, postId) is { State: PostState.Removed, PublishedAt: not null };

    /// <summary>The live blogs that are live, the latest first, each with its newest key event.</summary>
    public async Task<IReadOnlyList<LiveNowItem>> LiveNow(LatestArticlesSnapshot latest)
    {
        var live = latest.Articles.Select(listed => listed.Article).Where(article => article.Coverage is { State: CoverageState.Live }).Take(MaxLiveNow);
        List<LiveNowItem> items = [];
        foreach (var article in live) items.Add(new LiveNowItem(article, (await posts.Get(article.Id, latest.Cursor)).Blog.KeyPosts.FirstOrDefault(IsShown)));
        return items;
    }

    /// <summary>A struck post is no key event for readers.</summary>
    private static bool IsShown(WirePost post) => post.State is PostState.Published;
}
