using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>Reads the posts of live blogs for readers: the newest from memory, others from the store.</summary>
public sealed class LiveBlogReader(LiveBlogMemory memory, IWireStore store)
{
    /// <summary>The newest posts, the key events and the pinned post of a live blog.</summary>
    /// <param name="upTo">Every entry up to this one is in the answer.</param>
    /// <returns>The blog, the same object until it changes, and where the wire continues it.</returns>
    public Task<(LiveBlog Blog, Cursor Cursor)> Get(string articleId, Cursor upTo = default) => memory.Get(articleId, upTo);

    /// <summary>Reads one page of the posts of a public article with a live blog. Returns null if the post around which to read is not public.</summary>
    /// <param name="article">Read after <paramref name="blog"/>, so that it is not older.</param>
    /// <param name="cursor">Where the wire continues the blog, and so the page: posts that are read later may be newer, never older.</param>
    public async Task<PostPage?> Read(Article article, LiveBlog blog, Cursor cursor, PostQuery query, CancellationToken stopping = default)
    {
        if (IsNewest(article, blog, query) && FromMemory(blog, query) is { } newest)
            return PostPage.Of(article, blog, query, [.. newest.Take(query.Limit)], hasOlder: newest.Count > query.Limit, hasNewer: false, cursor);
        if (await ReadStore(article, query, stopping) is not var (posts, hasOlder, hasNewer)) return null;
        return PostPage.Of(article, blog, query, posts, hasOlder, hasNewer, cursor);
    }

    /// <summary>Finds a post in any state; null if it does not exist.</summary>
    public Task<Post?> Find(string articleId, string postId) => PostStore.Find(store, articleId, postId);

    /// <summary>Finds a public post as readers see it.</summary>
    internal static async Task<WirePost?> FindPublic(IWireStore store, string articleId, string postId) =>
        await PostStore.Find(store, articleId, postId) is { IsPublic: true } post ? post.ToCard() : null;

    /// <summary>True for the page with the newest posts: the first of a blog with the newest first, and the one before a position that is above all.</summary>
    private static bool IsNewest(Article article, LiveBlog blog, PostQuery query) => query is { After: null, Around: null } && (query.Before is { } before
        ? blog.Newest.All(post => post.Position < before)
        : article.Coverage!.Order is PostOrder.Newest);

    /// <summary>Returns the newest posts, one more than fit if there are more; null if memory does not reach that far.</summary>
    private static IReadOnlyList<WirePost>? FromMemory(LiveBlog blog, PostQuery query)
    {
        var (posts, count) = query.KeyOnly ? (blog.KeyPosts, blog.KeyCount) : (blog.Newest, blog.Count);
        return posts.Length > query.Limit || posts.Length >= count ? posts : null;
    }

    /// <summary>Reads a page, newest first, and whether there are older and newer posts.</summary>
    private async Task<(IReadOnlyList<WirePost> Posts, bool HasOlder, bool HasNewer)?> ReadStore(Article article, PostQuery query, CancellationToken stopping)
    {
        var topic = query.KeyOnly ? PostLists.Key(article.Id) : PostLists.All(article.Id);
        if (query.Around is { } id)
        {
            if (await FindPublic(store, article.Id, id) is not { Position: { } place }) return null;
            var half = query.Limit / 2;
            var older = await store.ListPosts(topic, PlaceRange.Before(place + 1), query.Limit - half + 1, stopping);
            var newer = await store.ListPosts(topic, PlaceRange.After(place), half + 1, stopping);
            return ([.. newer.Take(half).Reverse(), .. older.Take(query.Limit - half)], older.Count > query.Limit - half, newer.Count > half);
        }

        var isUpwards = query.After is not null || (query.Before is null && article.Coverage!.Order is PostOrder.Oldest);
        var range = query.Before is { } before ? PlaceRange.Before(before) : query.After is { } after ? PlaceRange.After(after) : isUpwards ? PlaceRange.Oldest : PlaceRange.Newest;
        var read = await store.ListPosts(topic, range, query.Limit + 1, stopping);
        var (isMore, isLater) = (read.Count > query.Limit, query.Before is not null || query.After is not null);
        return isUpwards ? ([.. read.Take(query.Limit).Reverse()], isLater, isMore) : ([.. read.Take(query.Limit)], isMore, isLater);
    }
}
