using System.Collections.Immutable;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>The newest posts, the key events and the pinned post of one live blog, which the wire continues.</summary>
public sealed record LiveBlog
{
    /// <summary>Posts in memory, two pages. Read again from the store when removals leave fewer than <see cref="MinNewest"/>.</summary>
    public const int MaxNewest = 60;

    /// <summary>The newest key events in memory.</summary>
    public const int MaxKey = 200;

    private const int MinNewest = 40;

    /// <summary>Where the wire continues.</summary>
    public required Cursor Cursor { get; init; }

    /// <summary>The newest public posts, newest first.</summary>
    public required ImmutableArray<WirePost> Newest { get; init; }

    /// <summary>The newest key events, newest first.</summary>
    public required ImmutableArray<WirePost> KeyPosts { get; init; }

    /// <summary>The post that is shown above all others; null for none.</summary>
    public WirePost? Pinned { get; init; }

    /// <summary>The id that the article names, also while that post is not public.</summary>
    public string? PinnedId { get; init; }

    /// <summary>Number of public posts.</summary>
    public required int Count { get; init; }

    /// <summary>Number of key events.</summary>
    public required int KeyCount { get; init; }

    /// <summary>Memory that the posts take, about.</summary>
    internal long Bytes => Newest.Concat(KeyPosts).Sum(post => 1_000L + 2 * (post.Html?.Length ?? 0));

    /// <summary>
    /// Applies the next entry about the article or one of its posts. Returns null if the posts must be read again: the article was withdrawn,
    /// published again (posts may have been removed meanwhile) or has another pinned post, or a post that is not in memory changed.
    /// </summary>
    public LiveBlog? Apply(Entry entry)
    {
        if (entry.IsSkipped) return this;
        if (entry.Post is not { } post)
            return entry.Kind is not EntryKind.Published && entry.Article.Coverage is { } coverage && coverage.Pinned == PinnedId ? this with { Cursor = entry.Cursor } : null;
        var known = Newest.FirstOrDefault(other => other.Id == post.Id);
        if (known is null) return entry.Kind is EntryKind.Posted ? Insert(post) with { Cursor = entry.Cursor } : null;
        if (known.Version >= post.Version) return this with { Cursor = entry.Cursor }; // read from the store with this change
        if (post.State is PostState.Removed) return Remove(known) is { } rest ? rest with { Cursor = entry.Cursor } : null;
        return post.Position == known.Position ? Replace(known, post) with { Cursor = entry.Cursor } : null;
    }

    private LiveBlog Insert(WirePost post) => this with
    {
        Newest = Inserted(Newest, post, MaxNewest),
        Count = Count + 1,
        KeyPosts = post.Key ? Inserted(KeyPosts.RemoveAll(other => other.Id == post.Id), post, MaxKey) : KeyPosts,
        KeyCount = KeyCount + (post.Key ? 1 : 0),
    };

    private LiveBlog? Remove(WirePost post)
    {
        var rest = Newest.RemoveAll(other => other.Id == post.Id);
        return post.Id == PinnedId || (rest.Length < MinNewest && rest.Length < Count - 1) ? null : this with
        {
            Newest = rest,
            Count = Count - 1,
            KeyPosts = KeyPosts.RemoveAll(other => other.Id == post.Id),
            KeyCount = KeyCount - (post.Key ? 1 : 0),
        };
    }

    private LiveBlog Replace(WirePost known, WirePost post) => this with
    {
        Newest = Newest.Replace(known, post),
        KeyPosts = post.Key ? Inserted(KeyPosts.RemoveAll(other => other.Id == post.Id), post, MaxKey) : KeyPosts.RemoveAll(other => other.Id == post.Id),
        KeyCount = KeyCount + (post.Key ? 1 : 0) - (known.Key ? 1 : 0),
        Pinned = post.Id == PinnedId ? post : Pinned,
    };

    private static ImmutableArray<WirePost> Inserted(ImmutableArray<WirePost> posts, WirePost post, int max)
    {
        var index = 0;
        while (index < posts.Length && posts[index].Position > post.Position) index++;
        var inserted = posts.Insert(index, post);
        return inserted.Length > max ? inserted.RemoveAt(max) : inserted;
    }
}
