namespace NewsHub.Wire;

/// <summary>
/// The time of day, by this machine's clock, in milliseconds as times are stored. It can be set forward or back while the hub runs. Use it
/// for times that people or other hubs read: dates of news, due times, ids, keys that change at midnight, scores.
/// </summary>
/// <remarks>
/// For durations (intervals, lifetimes of caches, rate limits, timers) take the registered <see cref="TimeProvider"/>, which is
/// <see cref="SteadyTime"/>. A stored time can be in the future when the clock is set back, so code that compares one with
/// <see cref="Now"/> must allow for it.
/// </remarks>
public sealed class WallClock(TimeProvider machine)
{
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(machine.GetUtcNow().ToUnixTimeMilliseconds());
}
