using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>
/// The live blogs that were read in the last ten minutes, in the memory of this process. Each is loaded from the store once, also when several
/// requests arrive at the same time, and is then updated from the wire.
/// </summary>
public sealed partial class LiveBlogMemory(IWireStore store, WireTail wire, TimeProvider time, ILogger<LiveBlogMemory> logger) : BackgroundService
{
    /// <summary>Live blogs in memory, usually of (60 posts + 200 key events) × about 1 KB = 0.3 MB each.</summary>
    private const int MaxBlogs = 100;

    /// <summary>Their memory: 64 MB, or one blog of the longest posts, 260 × 80 KB = 21 MB. The least recently used ones make room.</summary>
    private const long MaxBytes = 64L * 1024 * 1024;

    /// <summary>Loads of a blog that changes while it is loaded.</summary>
    private const int MaxAttempts = 3;

    /// <summary>Entries that are examined for changes between the reads of one load.</summary>
    private const int MaxLater = 64;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Retry _retry = new(time);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private Cursor? _cursor;
    private TaskCompletionSource _applied = NewSignal();

    /// <summary>Returns the live blog of an article. Whether the article is public is not checked here.</summary>
    /// <param name="upTo">Every entry up to this one is in the answer: another follower of the wire may be ahead of this one.</param>
    /// <returns>The blog, the same object until it changes, and where the wire continues it: entries about other articles advance that, too.</returns>
    public async Task<(LiveBlog Blog, Cursor Cursor)> Get(string articleId, Cursor upTo = default)
    {
        Task? applied;
        while ((applied = WaitFor(upTo)) is not null) await applied;
        var blog = await Get(articleId);
        lock (_lock) return (blog, _cursor is { } cursor && _slots.GetValueOrDefault(articleId)?.Blog == blog && cursor.Sequence > blog.Cursor.Sequence ? cursor : blog.Cursor);
    }

    /// <summary>Completes with the next entries; null when those up to a cursor are applied.</summary>
    private Task? WaitFor(Cursor upTo)
    {
        lock (_lock) return _cursor is { } cursor && cursor.Sequence < upTo.Sequence ? _applied.Task : null;
    }

    private Task<LiveBlog> Get(string articleId)
    {
        lock (_lock)
        {
            if (_cursor is null) return Load(articleId, null); // not following yet
            if (!_slots.TryGetValue(articleId, out var slot))
            {
                if (_slots.Count >= MaxBlogs) _slots.Remove(_slots.MinBy(other => other.Value.LastUse).Key);
                _slots[articleId] = slot = new Slot();
                slot.Loading = Task.Run(() => Load(articleId, slot));
            }

            slot.LastUse = time.GetTimestamp();
            return slot.Blog is { } blog ? Task.FromResult(blog) : slot.Loading;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (_, head) = await _retry.UntilDone(store.Bounds, failure =>
        {
            LogHeadNotRead(failure);
            return true;
        }, stoppingToken);
        lock (_lock) _cursor = new Cursor(store.Epoch, head);
        await foreach (var entries in wire.Follow(head, stoppingToken)) Apply(entries);
    }

    private void Apply(IReadOnlyList<Entry> entries)
    {
        lock (_lock)
        {
            _cursor = entries[^1].Cursor;
            foreach (var (id, _) in _slots.Where(slot => time.GetElapsedTime(slot.Value.LastUse) > Lifetime).ToArray()) _slots.Remove(id);
            foreach (var entry in entries)
            {
                if (!_slots.TryGetValue(entry.Article.Id, out var slot)) continue;
                if (slot.Blog is null) slot.Missed.Add(entry);
                else if (slot.Blog.Apply(entry) is { } next) slot.Blog = next;
                else _slots.Remove(entry.Article.Id);
            }

            MakeRoom();

            _applied.SetResult();
            _applied = NewSignal();
        }
    }

    private void MakeRoom()
    {
        while (_slots.Count > 1 && _slots.Values.Sum(slot => slot.Blog?.Bytes ?? 0) > MaxBytes) _slots.Remove(_slots.MinBy(slot => slot.Value.LastUse).Key);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<LiveBlog> Load(string articleId, Slot? slot)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var blog = await Read(articleId);
                lock (_lock)
                {
                    if (slot is null || !_slots.TryGetValue(articleId, out var current) || current != slot) return blog;
                    // Entries up to the cursor were committed before the read, or are among the missed ones.
                    LiveBlog? next = blog;
                    foreach (var entry in slot.Missed) next = next?.Apply(entry);
                    slot.Missed.Clear();
                    if (next is not null)
                    {
                        slot.Blog = next;
                        MakeRoom();
                        return next;
                    }

                    if (attempt < MaxAttempts) continue;
                    _slots.Remove(articleId);
                    return blog;
                }
            }
        }
        catch
        {
            lock (_lock)
                if (slot is not null && _slots.TryGetValue(articleId, out var current) && current == slot) _slots.Remove(articleId);
            throw;
        }
    }

    /// <summary>Reads the blog again if it changed between the reads, so that lists and numbers belong together.</summary>
    private async Task<LiveBlog> Read(string articleId)
    {
        for (var attempt = 1; ; attempt++)
        {
            var blog = await ReadLists(articleId);
            var later = await store.ReadAfter(blog.Cursor.Sequence, MaxLater);
            if (attempt == MaxAttempts || (later.Count < MaxLater && later.All(entry => entry.Article.Id != articleId))) return blog;
        }
    }

    private async Task<LiveBlog> ReadLists(string articleId)
    {
        // The head comes first: a change since is in the lists, and arrives again as an entry, which has no effect.
        var (_, head) = await store.Bounds();
        var pinnedId = (await store.FindPublic(articleId))?.Coverage?.Pinned;
        var newest = await store.ListPosts(PostLists.All(articleId), PlaceRange.Newest, LiveBlog.MaxNewest);
        var key = await store.ListPosts(PostLists.Key(articleId), PlaceRange.Newest, LiveBlog.MaxKey);
        var pinned = pinnedId is null ? null : newest.FirstOrDefault(post => post.Id == pinnedId) ?? await LiveBlogReader.FindPublic(store, articleId, pinnedId);
        return new LiveBlog
        {
            Cursor = new Cursor(store.Epoch, head), Newest = [.. newest], KeyPosts = [.. key], Pinned = pinned, PinnedId = pinnedId,
            Count = await store.CountListed(PostLists.All(articleId)), KeyCount = await store.CountListed(PostLists.Key(articleId)),
        };
    }

    private sealed class Slot
    {
        public LiveBlog? Blog { get; set; }

        public Task<LiveBlog> Loading { get; set; } = Task.FromException<LiveBlog>(new InvalidOperationException("Not loading yet."));

        /// <summary>Entries that arrived while the blog was loaded.</summary>
        public List<Entry> Missed { get; } = [];

        public long LastUse { get; set; }
    }

    [LoggerMessage(2020, LogLevel.Error, "The head of the wire could not be read; live blogs are read from the store until it is")]
    private partial void LogHeadNotRead(Exception failure);
}
