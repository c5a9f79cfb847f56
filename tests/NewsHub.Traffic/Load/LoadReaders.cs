namespace NewsHub.Traffic.Load;

/// <summary>All readers of a run.</summary>
internal sealed class LoadReaders : IDisposable
{
    /// <summary>Connections opened at the same time.</summary>
    private const int Burst = 200;

    private static readonly TimeSpan BurstTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(8);

    private readonly LoadRun _run;
    private readonly LoadReader[] _readers;

    public LoadReaders(LoadRun run)
    {
        var (readers, stalled) = (run.Options.Readers, run.Options.Stalled);
        _run = run;
        // Stalled readers are spread evenly.
        _readers = [.. Enumerable.Range(0, readers).Select(number => new LoadReader(run, number, (long)number * stalled % readers < stalled))];
        Healthy = Array.FindAll(_readers, reader => !reader.Stalls);
        Stalled = Array.FindAll(_readers, reader => reader.Stalls);
    }

    public IReadOnlyList<LoadReader> Healthy { get; }

    public IReadOnlyList<LoadReader> Stalled { get; }

    public int Live => _readers.Count(reader => reader.State is ReaderState.Live);

    /// <summary>True if every reader received the newest acknowledged entry.</summary>
    public bool IsUpToDate => Array.TrueForAll(_readers, reader => reader.IsStalledUnsynchronized || reader.State is ReaderState.Live && reader.ReaderView.Newest >= _run.Ledger.Head);

    /// <summary>Connects and subscribes all readers in bursts.</summary>
    public async Task ConnectAll(CancellationToken stop)
    {
        foreach (var burst in _readers.Chunk(Burst))
        {
            foreach (var reader in burst) reader.Dial();
            var since = _run.Time.GetTimestamp();
            while (Array.Exists(burst, reader => reader.State is ReaderState.Dialling) && _run.Time.GetElapsedTime(since) < BurstTimeout)
                await Task.Delay(TimeSpan.FromMilliseconds(2), _run.Time, stop);
        }
    }

    /// <summary>Sends keep-alive pings until cancelled.</summary>
    public async Task SendPings(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(PingEvery, _run.Time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stop))
                foreach (var reader in _readers)
                    reader.Ping();
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    /// <summary>Number of acknowledged entries that these readers did not receive, summed over the readers.</summary>
    public long Missed(IReadOnlyList<LoadReader> readers)
    {
        var due = _run.Ledger.Due();
        return readers.Sum(reader => reader.CountMissed(due));
    }

    public void Dispose() => Array.ForEach(_readers, reader => reader.Dispose());
}
