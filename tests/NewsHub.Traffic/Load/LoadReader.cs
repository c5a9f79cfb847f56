using NewsHub.Traffic.Load.Checking;
using NewsHub.Traffic.Load.Transports;

namespace NewsHub.Traffic.Load;

/// <summary>One reader over all its connections: where there are several ways to the hub, each connection takes the next.</summary>
internal sealed class LoadReader(LoadRun run, int number, bool stalls) : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private Link? _link;
    private long _dialledAt;
    private int _dials;
    private bool _isAwake;
    private bool _isOver;

    /// <summary>Guards everything that a connection brings.</summary>
    public Lock Gate { get; } = new();

    public int Number => number;

    /// <summary>Stops reading once it has subscribed, until it is woken.</summary>
    public bool Stalls => stalls;

    public Sight Sight { get; } = new(run.Arrivals, run.FirstArticle);

    public ReaderState State { get; private set; }

    /// <summary>The hub ended a connection of this reader.</summary>
    public bool WasLost { get; private set; }

    public bool IsStalledUnsynchronized => stalls && !_isAwake && State is ReaderState.Live;

    public void Dial()
    {
        lock (Gate)
        {
            if (_isOver) return;
            State = ReaderState.Dialling;
            _dialledAt = run.Time.GetTimestamp();
            var transports = run.Options.Transports;
            Sight.Begin();
            _link = Link.Create(transports[(number + _dials++) % transports.Length], this, run);
            _link.Open();
        }
    }

    /// <summary>Cuts the connection and comes back after a while.</summary>
    public void Cut(TimeSpan redialAfter)
    {
        lock (Gate)
        {
            if (State is ReaderState.Away) return;
            State = ReaderState.Away;
            _link?.Cut();
        }

        run.Cut();
        run.Redials.Add(this, redialAfter);
    }

    public void Ping()
    {
        lock (Gate)
            if (State is ReaderState.Live && !IsStalledUnsynchronized)
                _link?.Ping();
    }

    /// <summary>A stalled reader reads on, and comes back with its cursor where it was disconnected meanwhile.</summary>
    public void Wake()
    {
        lock (Gate)
        {
            _isAwake = true;
            _link?.Watch();
        }
    }

    public long CountMissed(long[] due)
    {
        lock (Gate) return due.LongCount(Sight.Misses);
    }

    public void LiveUnsynchronized()
    {
        State = ReaderState.Live;
        if (_dials > 1) run.Recoveries.Add(run.Time.GetElapsedTime(_dialledAt));
    }

    public void LostUnsynchronized(string why)
    {
        if (_isOver) return;
        WasLost = true;
        State = ReaderState.Away;
        if (!stalls) run.Lose(why);
        if (run.Options.ComeBack || _isAwake) run.Redials.Add(this, ShortestPause);
    }

    public void Dispose()
    {
        lock (Gate)
        {
            _isOver = true;
            _link?.Dispose();
        }
    }
}
