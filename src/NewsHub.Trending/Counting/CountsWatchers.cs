namespace NewsHub.Trending.Counting;

/// <summary>The gateways that watch one counter: at most one per process of the cluster. Whoever does not repeat the call is forgotten.</summary>
internal sealed class CountsWatchers(TimeProvider time)
{
    /// <summary>How long a watcher is remembered. Three times the interval in which gateways repeat the call.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ICountsWatcher, long> _watchers = [];
    private long _lastReported = -1;

    public bool IsEmpty => _watchers.Count == 0;

    public void Add(ICountsWatcher watcher) => _watchers[watcher] = time.GetTimestamp();

    /// <summary>Reports the counts to all watchers if they are newer than those reported last.</summary>
    public void Report(Counts counts)
    {
        foreach (var (watcher, seenAt) in _watchers.ToArray())
            if (time.GetElapsedTime(seenAt) > Lifetime)
                _watchers.Remove(watcher);
        if (counts.Version <= _lastReported) return;
        _lastReported = counts.Version;
        foreach (var watcher in _watchers.Keys) watcher.Changed(counts).Ignore();
    }
}
