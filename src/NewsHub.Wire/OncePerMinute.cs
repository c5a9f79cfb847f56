namespace NewsHub.Wire;

/// <summary>Counts events, and lets one of them be reported per minute. Thread-safe.</summary>
public sealed class OncePerMinute(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _events;
    private long? _last;

    /// <summary>Counts an event. Returns true if it is to be reported, with the number of events since the last report.</summary>
    public bool TryTake(out long events)
    {
        lock (_lock)
        {
            events = ++_events;
            if (_last is { } last && time.GetElapsedTime(last) < Interval) return false;
            (_events, _last) = (0, time.GetTimestamp());
            return true;
        }
    }
}
