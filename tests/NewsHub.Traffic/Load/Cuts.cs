namespace NewsHub.Traffic.Load;

/// <summary>Cuts connections as a bad network would.</summary>
internal sealed class Cuts(LoadRun run, IReadOnlyList<LoadReader> readers)
{
    /// <summary>Whoever is cut alone comes back within so long.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly Random _random = new(run.Options.Seed);

    /// <summary>Cuts a share of all connections in each second, at random moments, until told to stop.</summary>
    public async Task GoOn(CancellationToken stop)
    {
        var perSecond = run.Options.CutShare * readers.Count;
        if (perSecond is 0) return;
        var since = run.Time.GetTimestamp();
        var next = Interval(perSecond);
        while (!stop.IsCancellationRequested)
        {
            for (; run.Time.GetElapsedTime(since) >= next; next += Interval(perSecond)) readers[_random.Next(readers.Count)].Cut(Away * _random.NextDouble());
            await Task.Delay(Tick, run.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Cuts everybody at once; they come back evenly within <paramref name="within"/>.</summary>
    public void All(TimeSpan within)
    {
        foreach (var reader in readers) reader.Cut(within * _random.NextDouble());
    }

    // Between random moments that come so often (a Poisson process).
    private TimeSpan Interval(double perSecond) => TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / perSecond);
}
