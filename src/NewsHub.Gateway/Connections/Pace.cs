namespace NewsHub.Gateway.Connections;

/// <summary>
/// The generic cell rate algorithm (ITU-T I.371): a token bucket that stores only the time at which it will be full again, so that it needs no timer.
/// </summary>
internal sealed class Pace
{
    private readonly Lock _lock = new();
    private TimeSpan _paidUntil;

    /// <summary>Returns how long to wait before going on, after <paramref name="cost"/> more; zero within the burst.</summary>
    /// <param name="perSecond">The sustained rate.</param>
    /// <param name="burst">The burst, in seconds of the sustained rate.</param>
    public TimeSpan Charge(int cost, int perSecond, int burst, TimeProvider time)
    {
        var now = time.GetElapsedTime(0);
        lock (_lock)
        {
            _paidUntil = (_paidUntil > now ? _paidUntil : now) + TimeSpan.FromSeconds((double)cost / perSecond);
            var wait = _paidUntil - now - TimeSpan.FromSeconds(burst);
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>True when the whole burst is available again.</summary>
    public bool IsRested(TimeProvider time)
    {
        lock (_lock) return _paidUntil <= time.GetElapsedTime(0);
    }
}
