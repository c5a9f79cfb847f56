namespace NewsHub.Wire;

/// <summary>
/// The time at which the process started plus the time that has passed since. It does not change when the machine's clock is set, so it is
/// right for durations and wrong for dates, which come from <see cref="WallClock"/>.
/// </summary>
/// <remarks>
/// Orleans takes the registered <see cref="TimeProvider"/>. It activates no grain whose idle time limit ends before the last collection, as
/// it does for hours after the machine's clock is set back.
/// </remarks>
internal sealed class SteadyTime : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _since = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + GetElapsedTime(_since);
}
