using System.Collections.Immutable;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>The latest articles and withdrawals of a list. It changes only when its documents may change, so that its reference is their version.</summary>
internal sealed record FeedList
{
    /// <summary>Articles in a document.</summary>
    public const int Shown = 50;

    /// <summary>Articles in memory, from which those that are withdrawn are replaced: 100 × about 150 B = 15 KB.</summary>
    public const int Capacity = 100;

    public required FeedKey Key { get; init; }

    /// <summary>When the list last changed, or was loaded.</summary>
    public required DateTimeOffset Modified { get; init; }

    /// <summary>Latest first.</summary>
    public ImmutableArray<FeedItem> Items { get; private init; } = [];

    /// <summary>Latest withdrawal first.</summary>
    public ImmutableArray<Tombstone> Tombstones { get; private init; } = [];

    /// <summary>True when <see cref="Items"/> are all articles of the list. An archive to which articles will be added is not complete.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>True when the store has articles that a document should show.</summary>
    public bool IsShort => !IsComplete && Key.Kind is not FeedKind.Archive && Items.Length < Shown;

    /// <param name="articles">The latest articles of the list.</param>
    /// <param name="isComplete">True when there are no others.</param>
    public static FeedList Load(FeedKey key, IEnumerable<WireArticle> articles, bool isComplete, IEnumerable<Tombstone> tombstones, DateTimeOffset now)
    {
        FeedItem[] items = [.. articles.Where(key.Contains).Select(article => FeedItem.Of(article, key)).OfType<FeedItem>().Order()];
        return new FeedList
        {
            Key = key,
            Modified = now,
            Items = [.. items.Take(Capacity)],
            IsComplete = isComplete && items.Length <= Capacity,
        }.WithTombstones([.. tombstones], now);
    }

    /// <summary>Applies a change of an article. The list may have been loaded after it and then holds a newer version, which stays.</summary>
    public FeedList Apply(WireArticle article, DateTimeOffset now)
    {
        var index = IndexOf(article.Id);
        if (index >= 0 && Items[index].Version > article.Version) return this;
        if (index < 0 && Key.Kind is FeedKind.Archive) return this; // it is loaded again when an article is added
        var others = index < 0 ? Items : Items.RemoveAt(index);
        if (!Key.Contains(article) || FeedItem.Of(article, Key) is not { } item) return index < 0 ? this : this with { Items = others, Modified = now };
        var place = ~others.BinarySearch(item);
        // Behind the last one may be articles that only the store has.
        if (place == others.Length && !IsComplete) return index < 0 ? this : this with { Items = others, Modified = now };
        var items = others.Insert(place, item);
        return items.Length <= Capacity
            ? this with { Items = items, Modified = now }
            : this with { Items = items.RemoveAt(Capacity), IsComplete = false, Modified = now };
    }

    /// <summary>The same list with the withdrawals that concern it, out of all.</summary>
    public FeedList WithTombstones(ImmutableArray<Tombstone> all, DateTimeOffset now)
    {
        if (Key.Kind is FeedKind.Archive) return this; // the feed that it belongs to reports them
        var topic = Key.Topic;
        ImmutableArray<Tombstone> own = [.. all.Where(tombstone => tombstone.Topics.Contains(topic))];
        return own.SequenceEqual(Tombstones) ? this : this with { Tombstones = own, Modified = now };
    }

    /// <summary>The place of an article; null if the list does not hold it.</summary>
    public FeedItem? Find(string id) => IndexOf(id) is >= 0 and var index ? Items[index] : null;

    private int IndexOf(string id)
    {
        for (var i = 0; i < Items.Length; i++)
            if (Items[i].Id == id) return i;
        return -1;
    }
}
