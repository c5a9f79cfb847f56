namespace NewsHub.Trending.Fairness;

/// <summary>
/// The readers counted recently. A reader is recognized for at least <see cref="FairnessOptions.AgainAfter"/> and at most twice that time.
/// Holds two sets of readers, of at most 128 KB each.
/// </summary>
internal sealed class RecentReaders(FairnessOptions options)
{
    private DistinctReaders _before = new();
    private DistinctReaders _now = new();
    private long _period = -1;

    /// <summary>Adds a reader. Returns true when the reader counts, that is, was not counted recently.</summary>
    public bool Add(ulong reader) => !_before.Contains(reader) && _now.Add(reader);

    /// <summary>Advances to the period of <paramref name="at"/>.</summary>
    public void AdvanceTo(DateTimeOffset at)
    {
        var period = PeriodOf(at);
        if (period <= _period) return;
        _before = period == _period + 1 ? _now : new DistinctReaders();
        (_period, _now) = (period, new DistinctReaders());
    }

    /// <summary>Limits the current period to that of <paramref name="now"/>, for a clock that was set back.</summary>
    public void ClampTo(DateTimeOffset now) => _period = Math.Min(_period, PeriodOf(now));

    private long PeriodOf(DateTimeOffset at) => at.UtcTicks / options.AgainAfter.Ticks;
}
