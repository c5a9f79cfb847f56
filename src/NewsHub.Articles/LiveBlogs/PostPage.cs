using System.Globalization;
using System.Text.Json.Serialization;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>One page of the posts of a live blog, in the blog's order.</summary>
/// <param name="Pinned">The post that is shown above all others; null for none.</param>
/// <param name="Coverage">The live blog with the numbers of its posts.</param>
/// <param name="Next">The address of the page that follows; null on the last page.</param>
/// <param name="Previous">The address of the page before; null on the first page.</param>
/// <param name="Cursor">Where the wire continues.</param>
public sealed record PostPage(
    IReadOnlyList<WirePost> Posts, WirePost? Pinned, Coverage Coverage, string? Next, string? Previous, Cursor Cursor)
{
    /// <summary>The position before which older posts follow; null if there are none.</summary>
    [JsonIgnore] public long? Older { get; init; }

    /// <summary>The position after which newer posts follow; null if there are none.</summary>
    [JsonIgnore] public long? Newer { get; init; }

    /// <param name="posts">Newest first.</param>
    internal static PostPage Of(Article article, LiveBlog blog, PostQuery query, IReadOnlyList<WirePost> posts, bool hasOlder, bool hasNewer, Cursor cursor)
    {
        var older = hasOlder && posts.Count > 0 ? posts[^1].Position : null;
        var newer = hasNewer && posts.Count > 0 ? posts[0].Position : null;
        var coverage = article.Coverage! with { Posts = blog.Count, KeyPosts = blog.KeyCount, LastPostAt = blog.Newest.Length > 0 ? blog.Newest[0].At : null };
        var isNewestFirst = coverage.Order is PostOrder.Newest;
        var (next, previous) = isNewestFirst ? (Address("before", older), Address("after", newer)) : (Address("after", newer), Address("before", older));
        return new PostPage(isNewestFirst ? posts : [.. posts.Reverse()], blog.Pinned, coverage, next, previous, cursor) { Older = older, Newer = newer };

        string? Address(string parameter, long? position) => position is { } place
            ? string.Create(CultureInfo.InvariantCulture, $"/api/articles/{article.Id}/posts?{parameter}={place}&limit={query.Limit}{(query.KeyOnly ? "&key=true" : "")}")
            : null;
    }
}

/// <summary>Which posts of a live blog to read. At most one of the first three is set; without one the first page of the blog's order is read.</summary>
/// <param name="Before">Only posts older than this position.</param>
/// <param name="After">Only posts newer than this position.</param>
/// <param name="Around">The id of a post in the middle of the page.</param>
/// <param name="KeyOnly">Only key events.</param>
/// <param name="Limit">Maximum number of posts.</param>
public sealed record PostQuery(long? Before = null, long? After = null, string? Around = null, bool KeyOnly = false, int Limit = PostQuery.PageSize)
{
    /// <summary>Number of posts per page.</summary>
    public const int PageSize = 30;
}
