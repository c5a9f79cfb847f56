namespace NewsHub.Traffic.Load;

/// <summary>Aborts connections at random, like a bad network.</summary>
internal sealed class ConnectionCutter(LoadRun run, IReadOnlyList<LoadReader> readers)
{
    /// <summary>Maximum time before a reader reconnects after a single abort.</summary>
    private static readonly TimeSpan MaxReconnectDelay = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly Random _random = new(run.Options.Seed);

    /// <summary>Aborts a fraction of the connections per second at random times until cancelled.</summary>
    public async Task CutContinuously(CancellationToken stop)
    {
        var perSecond = run.Options.CutShare * readers.Count;
        if (perSecond is 0) return;
        var since = run.Time.GetTimestamp();
        var next = Interval(perSecond);
        while (!stop.IsCancellationRequested)
        {
            for (; run.Time.GetElapsedTime(since) >= next; next += Interval(perSecond)) readers[_random.Next(readers.Count)].Cut(MaxReconnectDelay * _random.NextDouble());
            await Task.Delay(Tick, run.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Aborts all connections at once; readers reconnect evenly spread over <paramref name="within"/>.</summary>
    public void CutAll(TimeSpan within)
    {
        foreach (var reader in readers) reader.Cut(within * _random.NextDouble());
    }

    // Interval between events of a Poisson process.
    private TimeSpan Interval(double perSecond) => TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / perSecond);
}
