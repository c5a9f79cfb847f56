using System.Collections.Concurrent;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Readers;

/// <summary>
/// The entries known to be on the wire: those that the hub acknowledged and those that any reader received. Readers are checked against it,
/// and it measures the time from the publish call to the arrival.
/// </summary>
internal sealed class WireRecord(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, KnownEntry> _entries = new();
    private readonly ConcurrentDictionary<string, long> _withdrawn = new();

    public Latencies Latencies { get; } = new();

    /// <summary>Records an acknowledged command; its entry is due from now on.</summary>
    public void Acknowledged(Receipt receipt, long sentAt)
    {
        if (receipt.Sequence is not { } sequence) return;
        if (receipt.Status is "killed") Withdrawn(receipt.Id, sequence);
        var entryState = _entries.GetOrAdd(sequence, _ => new KnownEntry(receipt.Id));
        lock (entryState)
        {
            entryState.SentAt = sentAt;
            entryState.KnownAt ??= time.GetTimestamp();
            entryState.Topics ??= ["news"];
            foreach (var arrival in entryState.Arrivals) Latencies.Add(time.GetElapsedTime(sentAt, arrival));
            entryState.Arrivals.Clear();
        }
    }

    /// <summary>Records an entry that a reader received live.</summary>
    public void Arrived(WireEntry entry)
    {
        var now = time.GetTimestamp();
        var entryState = GetOrAdd(entry, now);
        lock (entryState)
        {
            if (entryState.SentAt is { } sentAt) Latencies.Add(time.GetElapsedTime(sentAt, now));
            else entryState.Arrivals.Add(now);
        }
    }

    /// <summary>Records an entry that a reader received after a reconnect; it is not measured.</summary>
    public void CaughtUp(WireEntry entry) => GetOrAdd(entry, time.GetTimestamp());

    /// <summary>Sequence numbers that a subscriber of <paramref name="topics"/> must have received by now.</summary>
    public IEnumerable<long> Due(IReadOnlySet<string> topics, TimeSpan grace) =>
        from known in _entries
        let entryState = known.Value
        where entryState.KnownAt is { } knownAt && time.GetElapsedTime(knownAt) >= grace
        where entryState.Topics is { } of && topics.Overlaps(of)
        // Entries erased by a kill need not be received.
        where !_withdrawn.TryGetValue(entryState.ArticleId, out var killed) || known.Key >= killed
        select known.Key;

    private KnownEntry GetOrAdd(WireEntry entry, long now)
    {
        if (entry.Kind is "killed") Withdrawn(entry.Article.Id, entry.Seq);
        var entryState = _entries.GetOrAdd(entry.Seq, _ => new KnownEntry(entry.Article.Id));
        lock (entryState)
        {
            entryState.KnownAt ??= now;
            entryState.Topics = entry.Topics;
        }

        return entryState;
    }

    private void Withdrawn(string articleId, long sequence) => _withdrawn.TryAdd(articleId, sequence);

    private sealed class KnownEntry(string articleId)
    {
        public string ArticleId => articleId;
        public string[]? Topics { get; set; }
        public long? KnownAt { get; set; }
        public long? SentAt { get; set; }

        /// <summary>Arrivals before the receipt. Entries of other newsrooms never get a receipt and keep theirs.</summary>
        public List<long> Arrivals { get; } = [];
    }
}
