namespace NewsHub.Trending.Fairness;

/// <summary>
/// Who has counted of late: whoever comes again within <see cref="FairnessOptions.AgainAfter"/>, at most twice that, is recognised.
/// Two sets of readers, of at most 128 KB each.
/// </summary>
internal sealed class RecentReaders(FairnessOptions options)
{
    private DistinctReaders _before = new();
    private DistinctReaders _now = new();
    private long _period = -1;

    /// <summary>Whether this reader counts; from now on they do not.</summary>
    public bool Add(ulong reader) => !_before.Contains(reader) && _now.Add(reader);

    /// <summary>Lets time pass.</summary>
    public void AdvanceTo(DateTimeOffset at)
    {
        var period = PeriodOf(at);
        if (period <= _period) return;
        _before = period == _period + 1 ? _now : new DistinctReaders();
        (_period, _now) = (period, new DistinctReaders());
    }

    /// <summary>Makes the period that is open the one of <paramref name="now"/>, should it be a later one: the clock was set back.</summary>
    public void Settle(DateTimeOffset now) => _period = Math.Min(_period, PeriodOf(now));

    private long PeriodOf(DateTimeOffset at) => at.UtcTicks / options.AgainAfter.Ticks;
}
