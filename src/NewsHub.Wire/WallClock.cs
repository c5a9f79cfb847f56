namespace NewsHub.Wire;

/// <summary>
/// The machine's clock, in whole milliseconds, the precision of stored times. It can be set forward or back while the hub runs. Use it for
/// times that people or other hubs read: dates of news, due times, ids, keys that change at midnight, scores.
/// </summary>
/// <remarks>
/// For durations (intervals, cache lifetimes, rate limits, timers) use the registered <see cref="TimeProvider"/>, which is
/// <see cref="MonotonicTimeProvider"/>. A stored time can be in the future after the clock is set back; code that compares
/// one with <see cref="Now"/> must allow for it.
/// </remarks>
public sealed class WallClock(TimeProvider machine)
{
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(machine.GetUtcNow().ToUnixTimeMilliseconds());
}
