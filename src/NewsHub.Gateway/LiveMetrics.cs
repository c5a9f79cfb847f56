using System.Diagnostics.Metrics;

namespace NewsHub.Gateway;

/// <summary>Metrics of live push, named by OpenTelemetry conventions.</summary>
internal sealed class LiveMetrics
{
    public const string MeterName = "NewsHub.Gateway.Live";

    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _offering;
    private readonly Histogram<double> _waiting;
    private readonly UpDownCounter<long> _queued;
    private readonly Counter<long> _conflated;
    private readonly Counter<long> _slow;
    private readonly Counter<long> _subscriptions;
    private readonly Histogram<double> _lag;

    public LiveMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        _connections = Meter.CreateUpDownCounter<long>("newshub.live.connections", "{connection}", "Open connections by transport");
        _refused = Meter.CreateCounter<long>("newshub.live.refused", "{refusal}", "Connections, subscriptions, calls and messages refused because a limit was reached, by limit");
        _deliveries = Meter.CreateCounter<long>("newshub.live.deliveries", "{delivery}", "Deliveries offered to connections");
        _offering = Meter.CreateHistogram<double>("newshub.live.offer.duration", "s", "Time from creating a batch until a shard has offered it to all of its connections");
        _waiting = Meter.CreateHistogram<double>("newshub.live.queue.duration", "s", "Time that deliveries waited for a connection that did not keep up");
        _queued = Meter.CreateUpDownCounter<long>("newshub.live.queue.size", "By", "Bytes queued for connections that do not keep up");
        _conflated = Meter.CreateCounter<long>("newshub.live.conflated", "{delivery}", "Rankings and counts replaced by newer ones before they were written");
        _slow = Meter.CreateCounter<long>("newshub.live.slow", "{connection}", "Connections aborted because they were too slow");
        _subscriptions = Meter.CreateCounter<long>("newshub.live.subscriptions", "{subscription}", "Subscriptions by outcome: fresh, resumed from a cursor, or not recovered");
        _lag = Meter.CreateHistogram<double>("newshub.live.lag", "s", "Time from an entry's commit to the wire until it is offered");
    }

    public Meter Meter { get; }

    public void Connected(string transport) => _connections.Add(1, new KeyValuePair<string, object?>("transport", transport));

    public void Disconnected(string transport) => _connections.Add(-1, new KeyValuePair<string, object?>("transport", transport));

    public void Refused(string limit) => _refused.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public void Delivered(int deliveries, TimeSpan after)
    {
        _deliveries.Add(deliveries);
        _offering.Record(after.TotalSeconds);
    }

    public void Waited(TimeSpan time) => _waiting.Record(time.TotalSeconds);

    public void Queued(int bytes) => _queued.Add(bytes);

    public void Conflated() => _conflated.Add(1);

    public void ClosedForSlowness() => _slow.Add(1);

    public void Subscribed(bool fromCursor, bool recovered) => _subscriptions.Add(
        1, new KeyValuePair<string, object?>("outcome", !recovered ? "notRecovered" : fromCursor ? "resumed" : "fresh"));

    public void Lagged(TimeSpan behind) => _lag.Record(Math.Max(0, behind.TotalSeconds));
}
