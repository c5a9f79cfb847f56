using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;

namespace NewsHub.Gateway.Deliveries;

/// <summary>Something on its way to many readers: encoded once for each format, then shared.</summary>
internal sealed class Delivery
{
    private readonly Message _message;
    private readonly Delivery? _whole;
    private readonly Entry? _entry;
    private readonly Lock _encoding = new();
    private volatile Encoded[] _encoded = [];

    private Delivery(DeliveryClass kind, string key, Message message, Delivery? whole = null) => (Class, Key, _message, _whole) = (kind, key, message, whole);

    private Delivery(Entry entry) : this(ClassOf(entry), entry.Subject.Id, new Message(LiveMethods.Entry, entry, entry.Cursor)) => _entry = entry;

    public DeliveryClass Class { get; }

    /// <summary>What it is about: the subject of an entry, the topic of a state.</summary>
    public string Key { get; }

    /// <summary>True for an entry that erases earlier ones.</summary>
    public bool IsErasing => _entry is { ErasesUpTo: > 0 };

    /// <summary>An entry's place on the wire; 0: it has none.</summary>
    public long Sequence => _message.Cursor?.Sequence ?? 0;

    /// <summary>The state for whoever has not had the one before; this one says only what has changed since.</summary>
    public Delivery Whole => _whole ?? this;

    /// <summary>True for an alert, and for an article that is taken back: they are sent without batching.</summary>
    public bool IsUrgent => Class is DeliveryClass.Urgent;

    public static Delivery Of(Entry entry) => new(entry);

    public static Delivery Of(Trending.Ranking.Ranking ranking) =>
        new(DeliveryClass.State, Topic.Ranking(ranking.Name, ranking.Section), new Message(LiveMethods.Ranking, ranking));

    /// <summary>A ranking that follows the one that its topic's readers had before: what has changed, where that is shorter.</summary>
    public static Delivery Of(Trending.Ranking.Ranking ranking, Trending.Ranking.Ranking previous)
    {
        var whole = Of(ranking);
        return RankingUpdate.TryDelta(previous, ranking) is { } delta
            ? new(DeliveryClass.State, whole.Key, new Message(LiveMethods.RankingDelta, delta), whole)
            : whole;
    }

    public static Delivery Of(Counts counts) => new(DeliveryClass.State, Topic.Counts(counts.ArticleId), new Message(LiveMethods.Counts, counts));

    /// <summary>Asks the reader to come back, here or elsewhere, at a moment of their own within so many seconds.</summary>
    public static Delivery Reconnect(int withinSeconds) => new(DeliveryClass.State, LiveMethods.Move, new Message(LiveMethods.Move, withinSeconds));

    /// <summary>True when this entry erases the one that <paramref name="earlier"/> delivers.</summary>
    public bool Erases(Delivery earlier) => _entry is not null && earlier._entry is not null && _entry.Erases(earlier._entry);

    /// <summary>The delivery's bytes; encoded when they are first asked for.</summary>
    public ReadOnlyMemory<byte> In(PayloadFormat format) => Find(format) ?? Encode(format);

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
        entry is { Kind: EntryKind.Killed or EntryKind.Withheld } or { Article.Alert: not null } ? DeliveryClass.Urgent : DeliveryClass.Entry;

    private sealed record Encoded(PayloadFormat Format, ReadOnlyMemory<byte> Bytes);
}

/// <summary>What an outbox may do with a delivery that it cannot write at once.</summary>
internal enum DeliveryClass
{
    /// <summary>Kept in order, up to a bound.</summary>
    Entry,

    /// <summary>As an entry, and it does not wait for others to leave with.</summary>
    Urgent,

    /// <summary>Only the newest of its key matters.</summary>
    State,
}
