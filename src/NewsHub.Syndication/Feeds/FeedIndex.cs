using System.Collections.Immutable;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>
/// All lists in memory, after the entry that was applied last. A list is loaded from the store on its first request; entries that arrive meanwhile are
/// applied to what was loaded. Safe for concurrent use.
/// </summary>
internal sealed class FeedIndex(WallClock clock)
{
    /// <summary>Lists in memory: 1,000 × at most 15 KB = 15 MB. The one that was not asked for the longest makes room.</summary>
    public const int MaxLists = 1000;

    /// <summary>Withdrawals in memory: 1,000 × at most 6 KB of topics = 6 MB, usually 0.3 MB.</summary>
    public const int MaxTombstones = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<FeedKey, Slot> _slots = [];
    private ImmutableArray<Tombstone> _tombstones = [];
    private Cursor _applied;
    private long _erasures;
    private long _publications;
    private long _uses;

    /// <summary>True once the withdrawals are loaded.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Number of withdrawals, redactions and removed posts so far. What was read or rendered before one of them must not be kept.</summary>
    public long Erasures => Interlocked.Read(ref _erasures);

    /// <summary>The entry that was applied last. It is set before <see cref="Erasures"/> counts the entry.</summary>
    public Cursor Applied
    {
        get { lock (_lock) return _applied; }
    }

    /// <summary>Number of publications so far, including those of articles that are published again.</summary>
    public long Publications => Interlocked.Read(ref _publications);

    /// <summary>Sets the withdrawals of the last days.</summary>
    public void Start(IEnumerable<Tombstone> tombstones)
    {
        lock (_lock)
        {
            _tombstones = [.. tombstones.OrderByDescending(tombstone => tombstone.At).Take(MaxTombstones)];
            IsReady = true;
        }
    }

    /// <summary>A list in memory; null when it must be loaded.</summary>
    public FeedList? Find(FeedKey key)
    {
        lock (_lock)
        {
            if (!_slots.TryGetValue(key, out var slot) || slot.List is not { IsShort: false } list) return null;
            slot.LastUse = ++_uses;
            return list;
        }
    }

    /// <summary>
    /// Applies the next entry. Returns true for a withdrawal whose <see cref="Tombstone"/> is missing, because no list knows when the article was
    /// published.
    /// </summary>
    public bool Apply(Entry entry)
    {
        lock (_lock)
        {
            _applied = entry.Cursor;
            if (entry is { IsSkipped: false, ErasesUpTo: > 0 }) Interlocked.Increment(ref _erasures);
            if (entry.IsSkipped || entry.Part is not null) return false;
            var now = clock.Now;
            DateTimeOffset? publishedAt = null;
            foreach (var slot in SlotsOf(entry))
            {
                if (slot.List is not { } list)
                {
                    slot.Missed.Add(entry.Article);
                    continue;
                }

                publishedAt ??= list.Find(entry.Article.Id)?.PublishedAt;
                slot.List = list.Apply(entry.Article, now);
            }

            if (entry.Kind is EntryKind.Published) DropArchives(entry);
            if (entry.Kind is not (EntryKind.Killed or EntryKind.Withheld))
            {
                // Published again.
                if (_tombstones.FirstOrDefault(tombstone => tombstone.Id == entry.Article.Id) is { } ended && ended.Version < entry.Article.Version)
                    SetTombstones(_tombstones.Remove(ended), now);
                return false;
            }

            if (publishedAt is null) return true;
            Add(Tombstone.Of(entry, publishedAt.Value), now);
            return false;
        }
    }

    /// <summary>Reports a withdrawal, unless the article was withdrawn again since.</summary>
    public void Add(Tombstone tombstone)
    {
        lock (_lock) Add(tombstone, clock.Now);
    }

    /// <summary>Begins to collect the changes of a list that is about to be read from the store.</summary>
    public void BeginLoad(FeedKey key)
    {
        lock (_lock)
        {
            if (_slots.Count >= MaxLists && !_slots.ContainsKey(key)) _slots.Remove(_slots.MinBy(slot => slot.Value.LastUse).Key);
            _slots[key] = new Slot(key) { LastUse = ++_uses };
        }
    }

    /// <summary>Stops to collect the changes of a list that could not be read.</summary>
    public void CancelLoad(FeedKey key)
    {
        lock (_lock)
            if (_slots.TryGetValue(key, out var slot) && slot.List is null) _slots.Remove(key);
    }

    /// <summary>Completes a load with what the store returned, and with the changes since <see cref="BeginLoad"/>.</summary>
    public FeedList EndLoad(FeedKey key, IEnumerable<WireArticle> articles, bool isComplete)
    {
        lock (_lock)
        {
            var now = clock.Now;
            var loaded = FeedList.Load(key, articles, isComplete, _tombstones, now);
            if (!_slots.TryGetValue(key, out var slot)) return loaded; // others made it leave meanwhile
            return slot.List = slot.Missed.Aggregate(loaded, (list, article) => list.Apply(article, now));
        }
    }

    // An entry has every topic that its article was ever on; only that of an article from an archive lacks those it is published on.
    private IEnumerable<Slot> SlotsOf(Entry entry)
    {
        HashSet<string> topics = [.. entry.Topics];
        return _slots.Values.Where(slot => topics.Contains(slot.Topic) || slot.Key.Contains(entry.Article));
    }

    // A new article belongs to the archive that is not complete. One that is published again, or late, may belong to any.
    private void DropArchives(Entry entry)
    {
        Interlocked.Increment(ref _publications);
        var isLate = entry.Article.PublishedAt < entry.At;
        foreach (var (key, slot) in _slots)
            if (key.Kind is FeedKind.Archive && (isLate || slot.List is not { IsComplete: true })) _slots.Remove(key);
    }

    private void Add(Tombstone tombstone, DateTimeOffset now)
    {
        if (_tombstones.Any(other => other.Id == tombstone.Id && other.Version > tombstone.Version)) return;
        SetTombstones(
            [.. _tombstones.Where(other => other.Id != tombstone.Id && other.Until > now).Append(tombstone).OrderByDescending(other => other.At).Take(MaxTombstones)], now);
    }

    private void SetTombstones(ImmutableArray<Tombstone> tombstones, DateTimeOffset now)
    {
        _tombstones = tombstones;
        foreach (var slot in _slots.Values) slot.List = slot.List?.WithTombstones(tombstones, now);
    }

    private sealed class Slot(FeedKey key)
    {
        public FeedKey Key { get; } = key;

        public string Topic { get; } = key.Topic;

        /// <summary>Null while the list is being loaded.</summary>
        public FeedList? List { get; set; }

        /// <summary>Changes since the load began: as many as are published during one read of the store.</summary>
        public List<WireArticle> Missed { get; } = [];

        public long LastUse { get; set; }
    }
}
