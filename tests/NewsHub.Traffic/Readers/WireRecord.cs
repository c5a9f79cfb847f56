using System.Collections.Concurrent;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Readers;

/// <summary>
/// What is known to be on the wire: what the hub gave a receipt for, and what any reader was shown. Against it readers are checked, and
/// with it the time from publish call to arrival is measured.
/// </summary>
internal sealed class WireRecord(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, Line> _lines = new();
    private readonly ConcurrentDictionary<string, long> _takenBack = new();

    public Latencies Latencies { get; } = new();

    /// <summary>The hub acknowledged a command; it is on the wire from here on, whoever is shown it.</summary>
    public void Acknowledged(Receipt receipt, long sentAt)
    {
        if (receipt.Sequence is not { } sequence) return;
        if (receipt.Status is "killed") TakenBack(receipt.Id, sequence);
        var line = _lines.GetOrAdd(sequence, _ => new Line(receipt.Id));
        lock (line)
        {
            line.SentAt = sentAt;
            line.KnownAt ??= time.GetTimestamp();
            line.Topics ??= ["news"];
            foreach (var arrival in line.Arrivals) Latencies.Add(time.GetElapsedTime(sentAt, arrival));
            line.Arrivals.Clear();
        }
    }

    /// <summary>A reader was shown an entry as it happened.</summary>
    public void Arrived(WireEntry entry)
    {
        var now = time.GetTimestamp();
        var line = Know(entry, now);
        lock (line)
        {
            if (line.SentAt is { } sentAt) Latencies.Add(time.GetElapsedTime(sentAt, now));
            else line.Arrivals.Add(now);
        }
    }

    /// <summary>A reader was shown an entry when it came back: it counts as seen, not as timely.</summary>
    public void CaughtUp(WireEntry entry) => Know(entry, time.GetTimestamp());

    /// <summary>What somebody subscribed to <paramref name="topics"/> must have been shown by now.</summary>
    public IEnumerable<long> Due(IReadOnlySet<string> topics, TimeSpan patience) =>
        from known in _lines
        let line = known.Value
        where line.KnownAt is { } knownAt && time.GetElapsedTime(knownAt) >= patience
        where line.Topics is { } of && topics.Overlaps(of)
        // What a kill erased before it was read is rightly not shown.
        where !_takenBack.TryGetValue(line.ArticleId, out var killed) || known.Key >= killed
        select known.Key;

    private Line Know(WireEntry entry, long now)
    {
        if (entry.Kind is "killed") TakenBack(entry.Article.Id, entry.Seq);
        var line = _lines.GetOrAdd(entry.Seq, _ => new Line(entry.Article.Id));
        lock (line)
        {
            line.KnownAt ??= now;
            line.Topics = entry.Topics;
        }

        return line;
    }

    private void TakenBack(string articleId, long sequence) => _takenBack.TryAdd(articleId, sequence);

    private sealed class Line(string articleId)
    {
        public string ArticleId => articleId;
        public string[]? Topics { get; set; }
        public long? KnownAt { get; set; }
        public long? SentAt { get; set; }

        /// <summary>Arrivals before the receipt; of entries by other newsrooms the first few, for good.</summary>
        public List<long> Arrivals { get; } = [];
    }
}
