using System.Diagnostics.CodeAnalysis;
using NewsHub.Trending.Counting;

namespace NewsHub.Gateway.FanOut;

/// <summary>The counts of one article on their way to subscribers. While one version is being offered, only the newest waits.</summary>
internal sealed class CountsFeed
{
    private readonly Lock _lock = new();
    private Counts? _waiting;
    private Counts? _newest;
    private bool _isSending;

    public Counts? Newest
    {
        get
        {
            lock (_lock) return _newest;
        }
    }

    /// <summary>Stores newer counts. Returns true if the caller must start sending.</summary>
    public bool TryStart(Counts counts)
    {
        lock (_lock)
        {
            if (counts.Version <= _newest?.Version) return false;
            (_newest, _waiting) = (counts, counts);
            return !_isSending && (_isSending = true);
        }
    }

    public bool TryTakeNext([NotNullWhen(true)] out Counts? counts)
    {
        lock (_lock)
        {
            (counts, _waiting) = (_waiting, null);
            return counts is not null || (_isSending = false);
        }
    }

    /// <summary>Ends sending after a failure, so that the next counts start it again.</summary>
    public void Stop()
    {
        lock (_lock) _isSending = false;
    }
}
