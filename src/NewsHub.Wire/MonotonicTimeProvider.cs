namespace NewsHub.Wire;

/// <summary>
/// Returns the start time of the process plus the elapsed time. It is not affected when the machine's clock is set. Use it for durations; dates
/// come from <see cref="WallClock"/>.
/// </summary>
/// <remarks>
/// Orleans uses the registered <see cref="TimeProvider"/>. With the system's one, after the clock is set back, the idle time limit of a new
/// grain ends before the last collection, and Orleans activates no grain until the clock has caught up.
/// </remarks>
internal sealed class MonotonicTimeProvider : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _since = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + GetElapsedTime(_since);
}
