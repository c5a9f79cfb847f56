using System.Diagnostics.Metrics;

namespace NewsHub.Wire;

/// <summary>Metrics of the publish path, from the queue of writes to the followers of the wire, named by OpenTelemetry conventions.</summary>
public sealed class WireMetrics
{
    public const string MeterName = "NewsHub.Wire";

    /// <summary>From single writes to the largest batch of both stores.</summary>
    private static readonly InstrumentAdvice<int> BatchBuckets = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] };

    private readonly UpDownCounter<int> _queued;
    private readonly Histogram<int> _batches;
    private readonly Histogram<double> _commits;
    private readonly UpDownCounter<int> _held;
    private readonly Counter<int> _catchUps;

    public WireMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        _queued = Meter.CreateUpDownCounter<int>("newshub.wire.queue.length", "{write}", "Writes that wait for their commit to begin");
        _batches = Meter.CreateHistogram("newshub.wire.batch.size", "{write}", "Writes stored by one commit", null, BatchBuckets);
        _commits = Meter.CreateHistogram<double>("newshub.wire.commit.duration", "s", "Time from the start of a commit until it is durable");
        _held = Meter.CreateUpDownCounter<int>("newshub.wire.calls.held", "{call}", "Calls of followers that the wire grain holds until there is news");
        _catchUps = Meter.CreateCounter<int>("newshub.wire.catch_up.reads", "{read}", "Reads of the log because memory did not reach back far enough, by reader");
    }

    internal Meter Meter { get; }

    /// <summary>Records that writes joined the queue.</summary>
    public void Queued(int writes) => _queued.Add(writes);

    /// <summary>Records that writes left the queue: for a commit, or refused.</summary>
    public void Dequeued(int writes) => _queued.Add(-writes);

    /// <summary>Records a commit that succeeded.</summary>
    public void Committed(int writes, TimeSpan duration)
    {
        _batches.Record(writes);
        _commits.Record(duration.TotalSeconds);
    }

    /// <summary>Records that the wire grain holds another call.</summary>
    public void Held() => _held.Add(1);

    /// <summary>Records that the wire grain no longer holds a call.</summary>
    public void Released() => _held.Add(-1);

    /// <summary>Records a read of the log by a follower that is behind the entries in memory.</summary>
    /// <param name="reader">What reads: <c>grain</c>, <c>hub</c> (a process that follows the wire) or <c>connection</c>.</param>
    public void CaughtUp(string reader) => _catchUps.Add(1, new KeyValuePair<string, object?>("reader", reader));
}
