namespace NewsHub.Client;

/// <summary>
/// The newest posts of one live blog in its order: loaded from <see cref="NewsWire.ListPosts"/>, then continued with the entries of
/// <c>article/{id}</c>. Entries may arrive before the list, and repeat what it has. Load the list after each entry that is not a withdrawal while
/// <see cref="IsLoaded"/> is false: at first, and when a withheld article was published again. Start a new one after a <see cref="Reset"/>. Not thread-safe.
/// </summary>
/// <param name="articleId">The id of the article.</param>
/// <param name="capacity">Maximum number of posts; the oldest are dropped.</param>
public sealed class LiveBlog(string articleId, int capacity = 150)
{
    /// <summary>Maximum number of ids of removed posts that are remembered, so that no older version brings one back: 1,000 × about 100 B = 0.1 MB.</summary>
    private const int MaxRemoved = 1_000;

    private readonly SortedList<long, Post> _byPosition = [];
    private readonly Dictionary<string, Post> _byId = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, Post> _removed = new(StringComparer.Ordinal);
    private readonly RecentEntries _recent = new();
    private Cursor? _loaded;
    private string? _epoch;
    private bool _hasOlder;

    /// <summary>
    /// True if a list is loaded and complete. False at first, from a withdrawal of the article on, and when a list could not be continued: more than 200
    /// entries arrived after it was read, or it is of another database than they are. Then nothing is shown, and the list has to be loaded again.
    /// </summary>
    public bool IsLoaded { get; private set; }

    /// <summary>The article with the state of the live blog; null before the first entry. Withheld or killed: without a headline.</summary>
    public Article? Article { get; private set; }

    /// <summary>The state, order and pinned post; null while no list is loaded.</summary>
    public Coverage? Coverage { get; private set; }

    /// <summary>The posts in the blog's order. Struck ones are among them. Empty while no list is loaded.</summary>
    public IReadOnlyList<Post> Posts => Coverage?.Order is PostOrder.Oldest ? [.. _byPosition.Values] : [.. _byPosition.Values.Reverse()];

    /// <summary>The post to show above all others; null for none.</summary>
    public Post? Pinned { get; private set; }

    /// <summary>
    /// Replaces the posts by a list of the newest, and applies the entries that came after it was read. <see cref="IsLoaded"/> tells if that was possible;
    /// it was not if the article is withdrawn. A list that is older than the loaded one changes nothing.
    /// </summary>
    public void Load(PostList list)
    {
        var cursor = Cursor.Parse(list.Cursor);
        if (IsLoaded && cursor != _loaded && cursor?.IsUpTo(_loaded) is true) return;
        Unload();
        if (_epoch is not null && cursor?.Epoch != _epoch)
        {
            Forget(null);
            return;
        }

        // The hub may have read the posts just before the article was withdrawn, and the cursor just after.
        if (Article is { Headline: null } || _recent.After(cursor) is not { } entries || entries.Any(entry => entry.IsWithdrawn)) return;
        foreach (var post in list.Posts.Where(post => !_removed.ContainsKey(post.Id))) Put(post);
        (IsLoaded, Coverage, _loaded, _hasOlder) = (true, list.Coverage, cursor, list.HasOlder || _hasOlder);
        Pinned = list.Pinned is { } pinned && !_removed.ContainsKey(pinned.Id) ? pinned : null;
        foreach (var entry in entries) Change(entry);
    }

    /// <summary>Applies an entry. Returns true if the posts, the pinned one or the coverage changed, or the article was withdrawn.</summary>
    public bool Apply(Entry entry)
    {
        if (entry.Article.Id != articleId) return false;
        var cursor = Cursor.Parse(entry.Cursor);
        if (cursor?.Epoch != _epoch) Forget(cursor?.Epoch);
        if (Article is null || entry.Article.Version >= Article.Version) Article = entry.Article;
        if (entry.Post is { State: PostState.Removed } removed) Remember(removed);
        _recent.Add(entry);
        if (entry.IsWithdrawn)
        {
            Unload();
            return true;
        }

        return IsLoaded && cursor?.IsUpTo(_loaded) is not true && Change(entry);
    }

    private bool Change(Entry entry)
    {
        if (entry.Post is { } post) return Change(post);
        if (entry.Article.Coverage is not { } coverage) return false;
        Coverage = coverage;
        if (coverage.Pinned != Pinned?.Id) Pinned = coverage.Pinned is { } id ? _byId.GetValueOrDefault(id) : null;
        return true;
    }

    private bool Change(Post post)
    {
        var isRemoved = post.State is PostState.Removed;
        var known = _byId.GetValueOrDefault(post.Id);
        if (known?.Version >= post.Version || (!isRemoved && _removed.ContainsKey(post.Id))) return false;
        var isPinned = Pinned?.Id == post.Id && Pinned.Version < post.Version;
        if (isPinned) Pinned = isRemoved ? null : post;
        if (known is not null) Remove(known);
        if (isRemoved || post.Position is not { } position) return isPinned || known is not null;
        // Below the oldest post may be others that are not loaded.
        if (known is null && _hasOlder && _byPosition.Count > 0 && position < _byPosition.GetKeyAtIndex(0)) return isPinned;
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

    private void Remember(Post removed)
    {
        if (_removed.TryAdd(removed.Id, removed) && _removed.Count > MaxRemoved) _removed.RemoveAt(0);
    }

    private void Unload()
    {
        _byPosition.Clear();
        _byId.Clear();
        (IsLoaded, _hasOlder, Pinned, Coverage) = (false, false, null, null);
    }

    /// <summary>Forgets the entries of another database: the versions of a restored one are those of an earlier time.</summary>
    private void Forget(string? epoch)
    {
        _recent.Clear();
        (Article, _epoch) = (null, epoch);
    }
}
