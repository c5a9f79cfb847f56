using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>Counts what comes to all readers of a run; any thread may.</summary>
internal sealed class Arrivals(TimeProvider time)
{
    private long _deliveries, _caughtUp, _notRecovered;
    private long _since = long.MaxValue;

    /// <summary>What comes has no order that could be checked: bare SignalR.</summary>
    public bool HasNoCursors { get; init; }

    public bool ExpectsKills { get; init; }

    /// <summary>From the publish call to the reader.</summary>
    public Latencies Latencies { get; } = new();

    public long Deliveries => Interlocked.Read(ref _deliveries);

    /// <summary>Entries that came with an answer, to readers who had been away.</summary>
    public long CaughtUp => Interlocked.Read(ref _caughtUp);

    /// <summary>Cursors that could not be continued.</summary>
    public long NotRecovered => Interlocked.Read(ref _notRecovered);

    /// <summary>What is sent from now on counts.</summary>
    public void Start() => Interlocked.Exchange(ref _since, time.GetTimestamp());

    /// <summary>What comes from now on does not count.</summary>
    public void Stop() => Interlocked.Exchange(ref _since, long.MaxValue);

    /// <summary>An entry came as it happened, sent and received at these timestamps.</summary>
    public void Arrive(long sentAt, long now)
    {
        if (sentAt < Interlocked.Read(ref _since)) return;
        Interlocked.Increment(ref _deliveries);
        Latencies.Add(time.GetElapsedTime(sentAt, now));
    }

    public void CatchUp() => Interlocked.Increment(ref _caughtUp);

    public void LoseTrack() => Interlocked.Increment(ref _notRecovered);
}
