using NewsHub.Gateway;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Tests.Gateway.Connections;
using NewsHub.Wire;

namespace NewsHub.Tests.Gateway.FanOut;

/// <summary>A reader with a real outbox, which subscribes as an endpoint does for it: hold, join after the cursor, answer, release.</summary>
internal sealed class TestReader
{
    /// <summary>Topics that a reader joins at some time and keeps.</summary>
    public static readonly string[] Lasting = ["news", "breaking", "section/world", "section/sport"];

    /// <summary>Topics that a reader joins and leaves.</summary>
    public static readonly string[] Passing = ["tag/ferry", "tag/harbour"];

    private static readonly string[] All = [.. Lasting, .. Passing];

    private readonly SubscriptionRegistry _registry;
    private readonly Random _random;
    private readonly Outbox _outbox;
    private readonly Connection _connection;

    /// <summary>The cursor at which each topic was first joined.</summary>
    private readonly Dictionary<string, long> _joined = [];

    /// <summary>The cursor after which nothing of a topic may be missing: later than the first one if the reader could not resume since.</summary>
    private readonly Dictionary<string, long> _complete = [];

    /// <summary>The cursor of the last answer.</summary>
    private long _answered;

    public TestReader(SubscriptionRegistry registry, LiveMetrics metrics, int seed)
    {
        (_registry, _random, Transport) = (registry, new Random(seed), new BusyTransport(seed));
        _outbox = new Outbox(Transport, metrics, TimeProvider.System);
        _connection = new Connection(_outbox);
    }

    public BusyTransport Transport { get; }

    /// <summary>Number of joins that continued after the reader's cursor.</summary>
    public int Resumed { get; private set; }

    public IReadOnlyList<long> Received => Transport.Sequences;

    public Task ChangeTopics() => Task.Run(async () =>
    {
        for (var n = 0; n < 20; n++)
        {
            await Join(_random.GetItems(All, _random.Next(1, 3)));
            if (_random.Next(2) == 0) _registry.Leave(_connection, _random.GetItems(Passing, 1));
            await Task.Yield();
        }
    });

    /// <summary>Entries on the topics that it keeps which it should have received and has not.</summary>
    public IEnumerable<long> Missing(IReadOnlyList<Entry> wire) =>
        wire.Where(entry => entry.Topics.Any(topic => Lasting.Contains(topic) && _complete.TryGetValue(topic, out var cursor) && entry.Seq > cursor))
            .Select(entry => entry.Seq).Except(Received);

    /// <summary>Entries on topics that it follows or has followed.</summary>
    public IEnumerable<long> Wanted(IReadOnlyList<Entry> wire) =>
        wire.Where(entry => entry.Topics.Any(topic => _joined.TryGetValue(topic, out var cursor) && entry.Seq > cursor)).Select(entry => entry.Seq);

    private async Task Join(string[] topics)
    {
        _outbox.Hold(OutboxHolds.Answer);
        await _outbox.Write(Packet.AsIs(": answer\n\n"u8.ToArray())); // what was being written is complete now
        var cursor = Math.Max(_answered, Received is [.., var last] ? last : 0);
        if (_registry.TryJoin(_connection, topics, cursor) is { } joined)
        {
            await _outbox.Write([.. joined.Missed.Select(Delivery.Of)]);
            _answered = joined.Head;
            Resumed++;
        }
        else
        {
            _answered = cursor = _registry.Join(_connection, topics);
            foreach (var topic in _complete.Keys) _complete[topic] = cursor; // the answer says that entries are left out
        }

        foreach (var topic in topics)
        {
            _joined.TryAdd(topic, cursor);
            _complete.TryAdd(topic, cursor);
        }

        _outbox.Release(OutboxHolds.Answer);
    }
}
