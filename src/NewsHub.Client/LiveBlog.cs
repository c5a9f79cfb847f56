namespace NewsHub.Client;

/// <summary>
/// The newest posts of one live blog in its order: loaded from <see cref="NewsWire.ListPosts"/>, then continued with the entries of
/// <c>article/{id}</c>. Entries may arrive before the list, and repeat what it has. Not thread-safe.
/// </summary>
/// <param name="articleId">The id of the article.</param>
/// <param name="capacity">Maximum number of posts; the oldest are dropped.</param>
public sealed class LiveBlog(string articleId, int capacity = 150)
{
    private readonly SortedList<long, Post> _byPosition = [];
    private readonly Dictionary<string, Post> _byId = new(StringComparer.Ordinal);
    private readonly List<Entry> _waiting = [];
    private bool _isLoaded;
    private bool _hasOlder;

    /// <summary>The article with the state of the live blog; null before the first entry. Withheld or killed: without a headline.</summary>
    public Article? Article { get; private set; }

    /// <summary>The state, order and pinned post; null before the list is loaded.</summary>
    public Coverage? Coverage { get; private set; }

    /// <summary>The posts in the blog's order. Struck ones are among them.</summary>
    public IReadOnlyList<Post> Posts => Coverage?.Order is PostOrder.Oldest ? [.. _byPosition.Values] : [.. _byPosition.Values.Reverse()];

    /// <summary>The post to show above all others; null for none.</summary>
    public Post? Pinned { get; private set; }

    /// <summary>Replaces the posts by a list of the newest, and applies the entries that arrived before it.</summary>
    public void Load(PostList list)
    {
        Clear();
        foreach (var post in list.Posts) Put(post);
        (Coverage, Pinned, _isLoaded, _hasOlder) = (list.Coverage, list.Pinned, true, list.Next is not null);
        foreach (var entry in _waiting) Apply(entry);
        _waiting.Clear();
    }

    /// <summary>Applies an entry. Returns true if something that is shown changed.</summary>
    public bool Apply(Entry entry)
    {
        if (entry.Article.Id != articleId) return false;
        if (!_isLoaded)
        {
            if (_waiting.Count == capacity) _waiting.RemoveAt(0);
            _waiting.Add(entry);
            return false;
        }

        if (Article is null || entry.Article.Version >= Article.Version) Article = entry.Article;
        if (entry.IsWithdrawn)
        {
            Clear();
            return true;
        }

        if (entry.Post is { } post) return Apply(post);
        if (entry.Article.Coverage is not { } coverage) return false;
        Coverage = coverage;
        if (coverage.Pinned != Pinned?.Id) Pinned = coverage.Pinned is { } id ? _byId.GetValueOrDefault(id) : null;
        return true;
    }

    private bool Apply(Post post)
    {
        var known = _byId.GetValueOrDefault(post.Id);
        if (known?.Version >= post.Version) return false;
        if (Pinned?.Id == post.Id) Pinned = post.State is PostState.Removed ? null : post;
        if (known is not null) Remove(known);
        if (post.State is PostState.Removed || post.Position is not { } position) return known is not null;
        // Below the oldest post may be others that are not loaded.
        if (known is null && _hasOlder && _byPosition.Count > 0 && position < _byPosition.GetKeyAtIndex(0)) return false;
        Put(post);
        return true;
    }

    private void Put(Post post)
    {
        (_byPosition[post.Position!.Value], _byId[post.Id]) = (post, post);
        if (_byPosition.Count <= capacity) return;
        Remove(_byPosition.GetValueAtIndex(0));
        _hasOlder = true;
    }

    private void Remove(Post post)
    {
        _byPosition.Remove(post.Position!.Value);
        _byId.Remove(post.Id);
    }

    private void Clear()
    {
        _byPosition.Clear();
        _byId.Clear();
        Pinned = null;
    }
}

/// <summary>Posts of a live blog, as <see cref="NewsWire.ListPosts"/> reads them.</summary>
/// <param name="Posts">The first page, in the blog's order.</param>
/// <param name="Pinned">The post to show above all others; null for none.</param>
/// <param name="Coverage">The live blog.</param>
/// <param name="Cursor">The position on the wire at which the list was read; open a wire with it to miss nothing.</param>
/// <param name="Next">The address of the next page, relative to the hub; null on the last.</param>
public sealed record PostList(IReadOnlyList<Post> Posts, Post? Pinned, Coverage Coverage, string Cursor, string? Next);
