using System.Runtime.CompilerServices;
using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Gateway.Deliveries;

/// <summary>A message to many readers, encoded once per format and then shared.</summary>
internal sealed class Delivery
{
    /// <summary>One delivery per entry in memory, so that readers who catch up share the bytes of those who were there.</summary>
    private static readonly ConditionalWeakTable<Entry, Delivery> OfEntries = [];

    private readonly Message _message;
    private readonly Delivery? _fullState;
    private readonly Lock _encoding = new();
    private volatile Encoded[] _encoded = [];

    private Delivery(DeliveryClass kind, string key, Message message, Delivery? fullState = null) => (Class, Key, _message, _fullState) = (kind, key, message, fullState);

    private Delivery(Entry entry) : this(ClassOf(entry), entry.Subject.Id, new Message(LiveMethods.Entry, entry, entry.Cursor)) { }

    public DeliveryClass Class { get; }

    /// <summary>The id of an entry's subject, or the topic of a state.</summary>
    public string Key { get; }

    /// <summary>True for an entry that erases earlier ones.</summary>
    public bool IsErasing => _message.Content is Entry { ErasesUpTo: > 0 };

    /// <summary>The sequence of an entry on the wire; 0 for a state.</summary>
    public long Sequence => _message.Cursor?.Sequence ?? 0;

    /// <summary>The full state behind a delta, for readers who lack the previous state; otherwise this delivery.</summary>
    public Delivery FullState => _fullState ?? this;

    /// <summary>True for alerts, kills, withheld articles, and posts that are removed or struck, which are sent without batching.</summary>
    public bool IsUrgent => Class is DeliveryClass.Urgent;

    public static Delivery Of(Entry entry) => OfEntries.GetValue(entry, static entry => new Delivery(entry));

    public static Delivery Of(Trending.Ranking.Ranking ranking) =>
        new(DeliveryClass.State, Topic.Ranking(ranking.Name, ranking.Section), new Message(LiveMethods.Ranking, ranking));

    /// <summary>A ranking for readers who have the previous one: the delta if it is shorter, otherwise the full ranking.</summary>
    public static Delivery Of(Trending.Ranking.Ranking ranking, Trending.Ranking.Ranking previous)
    {
        var full = Of(ranking);
        return RankingUpdate.TryDelta(previous, ranking) is { } delta
            ? new(DeliveryClass.State, full.Key, new Message(LiveMethods.RankingDelta, delta), full)
            : full;
    }

    public static Delivery Of(Counts counts) => new(DeliveryClass.State, Topic.Counts(counts.ArticleId), new Message(LiveMethods.Counts, counts));

    /// <summary>Asks the reader to reconnect, to this or another hub, at a random time within <paramref name="withinSeconds"/>.</summary>
    public static Delivery Reconnect(int withinSeconds) => new(DeliveryClass.State, LiveMethods.Move, new Message(LiveMethods.Move, withinSeconds));

    /// <summary>What is left of an earlier entry after this one; null if it is erased.</summary>
    public Delivery? Rest(Delivery earlier)
    {
        if (_message.Content is not Entry later || earlier._message.Content is not Entry entry) return earlier;
        var rest = entry.After(later);
        return ReferenceEquals(rest, entry) ? earlier : rest.IsErased ? null : Of(rest);
    }

    /// <summary>Returns the delivery's bytes in a format, encoded on first use.</summary>
    public ReadOnlyMemory<byte> BytesIn(PayloadFormat format) => Find(format) ?? Encode(format);

    private ReadOnlyMemory<byte>? Find(PayloadFormat format)
    {
        foreach (var encoded in _encoded)
            if (encoded.Format == format)
                return encoded.Bytes;
        return null;
    }

    private ReadOnlyMemory<byte> Encode(PayloadFormat format)
    {
        lock (_encoding)
        {
            if (Find(format) is { } done) return done;
            var bytes = format.Encode(_message);
            _encoded = [.. _encoded, new Encoded(format, bytes)];
            return bytes;
        }
    }

    private static DeliveryClass ClassOf(Entry entry) =>
        entry is { Kind: EntryKind.Killed or EntryKind.Withheld or EntryKind.PostRemoved or EntryKind.PostStruck } or { Article.Alert: not null, Post: null }
            ? DeliveryClass.Urgent
            : DeliveryClass.Entry;

    private sealed record Encoded(PayloadFormat Format, ReadOnlyMemory<byte> Bytes);
}

/// <summary>How an outbox queues a delivery that it cannot write at once.</summary>
internal enum DeliveryClass
{
    /// <summary>Queued in order, up to a bound.</summary>
    Entry,

    /// <summary>Like an entry, but sent without batching.</summary>
    Urgent,

    /// <summary>Only the newest of its key is kept.</summary>
    State,
}
