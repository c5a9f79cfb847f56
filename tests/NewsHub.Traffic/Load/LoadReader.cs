using NewsHub.Traffic.Load.Checking;
using NewsHub.Traffic.Load.Transports;

namespace NewsHub.Traffic.Load;

/// <summary>One reader over all its connections. With several transports each connection uses the next one.</summary>
internal sealed class LoadReader(LoadRun run, int number, bool stalls) : IDisposable
{
    private static readonly TimeSpan MinReconnectDelay = TimeSpan.FromMilliseconds(100);

    private Link? _link;
    private long _dialledAt;
    private int _dials;
    private bool _isResumed;
    private bool _isDisposed;

    /// <summary>Guards the state of the reader and of its connection.</summary>
    public Lock SyncRoot { get; } = new();

    public int Number => number;

    /// <summary>True if the reader stops reading after it subscribed, until <see cref="Resume"/>.</summary>
    public bool Stalls => stalls;

    public ReaderView ReaderView { get; } = new(run.Arrivals, run.FirstArticle);

    public ReaderState State { get; private set; }

    /// <summary>True if the hub closed a connection of this reader.</summary>
    public bool WasLost { get; private set; }

    public bool IsStalledUnsynchronized => stalls && !_isResumed && State is ReaderState.Live;

    public void Dial()
    {
        lock (SyncRoot)
        {
            if (_isDisposed) return;
            State = ReaderState.Dialling;
            _dialledAt = run.Time.GetTimestamp();
            var transports = run.Options.Transports;
            ReaderView.Begin();
            _link = Link.Create(transports[(number + _dials++) % transports.Length], this, run);
            _link.Open();
        }
    }

    /// <summary>Aborts the connection and reconnects after a delay.</summary>
    public void Cut(TimeSpan redialAfter)
    {
        lock (SyncRoot)
        {
            if (State is ReaderState.Away) return;
            State = ReaderState.Away;
            _link?.Cut();
        }

        run.CountCut();
        run.Reconnects.Add(this, redialAfter);
    }

    public void Ping()
    {
        lock (SyncRoot)
            if (State is ReaderState.Live && !IsStalledUnsynchronized)
                _link?.Ping();
    }

    /// <summary>Makes a stalled reader continue; it resumes with its cursor if it was disconnected.</summary>
    public void Resume()
    {
        lock (SyncRoot)
        {
            _isResumed = true;
            _link?.Watch();
        }
    }

    public long CountMissed(long[] due)
    {
        lock (SyncRoot) return due.LongCount(ReaderView.Misses);
    }

    public void LiveUnsynchronized()
    {
        State = ReaderState.Live;
        if (_dials > 1) run.Recoveries.Add(run.Time.GetElapsedTime(_dialledAt));
    }

    public void LostUnsynchronized(string why)
    {
        if (_isDisposed) return;
        WasLost = true;
        State = ReaderState.Away;
        if (!stalls) run.CountLost(why);
        if (run.Options.ComeBack || _isResumed) run.Reconnects.Add(this, MinReconnectDelay);
    }

    public void Dispose()
    {
        lock (SyncRoot)
        {
            _isDisposed = true;
            _link?.Dispose();
        }
    }
}
