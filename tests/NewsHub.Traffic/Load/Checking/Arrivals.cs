using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>Counts deliveries to all readers of a run. Thread-safe.</summary>
internal sealed class Arrivals(TimeProvider time)
{
    private long _deliveries, _caughtUp, _notRecovered;
    private long _since = long.MaxValue;

    /// <summary>True for bare SignalR, whose messages have no order to check.</summary>
    public bool HasNoCursors { get; init; }

    public bool ExpectsKills { get; init; }

    /// <summary>Time from the publish call to the reader.</summary>
    public Latencies Latencies { get; } = new();

    public long Deliveries => Interlocked.Read(ref _deliveries);

    /// <summary>Entries received by catch-up.</summary>
    public long CaughtUp => Interlocked.Read(ref _caughtUp);

    /// <summary>Number of failed resumes.</summary>
    public long NotRecovered => Interlocked.Read(ref _notRecovered);

    /// <summary>Starts counting entries sent from now on.</summary>
    public void Start() => Interlocked.Exchange(ref _since, time.GetTimestamp());

    /// <summary>Stops counting.</summary>
    public void Stop() => Interlocked.Exchange(ref _since, long.MaxValue);

    /// <summary>Counts a live entry with its send and receive timestamps.</summary>
    public void Arrive(long sentAt, long now)
    {
        if (sentAt < Interlocked.Read(ref _since)) return;
        Interlocked.Increment(ref _deliveries);
        Latencies.Add(time.GetElapsedTime(sentAt, now));
    }

    public void CatchUp() => Interlocked.Increment(ref _caughtUp);

    public void CountFailedResume() => Interlocked.Increment(ref _notRecovered);
}
