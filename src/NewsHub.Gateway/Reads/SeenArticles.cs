using System.Collections.Concurrent;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// Remembers which reader saw which article at which rank, for one to two <see cref="Period"/>s. Above <see cref="MaxRemembered"/> nothing is
/// added, and reads count as if the article had not been seen.
/// </summary>
internal sealed class SeenArticles(TimeProvider time)
{
    /// <summary>Maximum number of impressions, and of readers who report them, per period: 2 × 100,000 × about 50 bytes × 2 periods = 20 MB.</summary>
    public const int MaxRemembered = 100_000;

    public static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private ConcurrentDictionary<ulong, byte> _previous = [];
    private ConcurrentDictionary<ulong, byte> _current = [];
    private ConcurrentDictionary<ulong, byte> _previousReporters = [];
    private ConcurrentDictionary<ulong, byte> _reporters = [];
    private DateTimeOffset _rotateAt = time.GetUtcNow() + Period;
    private int _count;

    /// <summary>Remembers an impression. Returns false if it is already known or there is no room.</summary>
    public bool Add(ulong reader, string articleId, int rank)
    {
        var key = KeyOf(reader, articleId);
        if (Volatile.Read(ref _count) >= MaxRemembered || _previous.ContainsKey(key) || !_current.TryAdd(key, (byte)rank)) return false;
        Interlocked.Increment(ref _count);
        return true;
    }

    /// <summary>Remembers that the reader reports impressions, if there is room.</summary>
    public void AddReporter(ulong reader)
    {
        if (_reporters.Count < MaxRemembered) _reporters.TryAdd(reader, 0);
    }

    /// <summary>True when the reader has reported impressions.</summary>
    public bool IsReporter(ulong reader) => _reporters.ContainsKey(reader) || _previousReporters.ContainsKey(reader);

    /// <summary>Returns the rank at which the reader saw the article, and forgets it.</summary>
    public bool TryTake(ulong reader, string articleId, out int rank)
    {
        rank = 0;
        if (_current.IsEmpty && _previous.IsEmpty) return false;
        var key = KeyOf(reader, articleId);
        if (!_current.TryRemove(key, out var rankSeen) && !_previous.TryRemove(key, out rankSeen)) return false;
        rank = rankSeen;
        return true;
    }

    /// <summary>Starts a new period if the current one is over. Returns true if it was.</summary>
    public bool TryRotate()
    {
        lock (_lock)
        {
            if (time.GetUtcNow() < _rotateAt) return false;
            (_previous, _current, _previousReporters, _reporters, _rotateAt) = (_current, [], _reporters, [], time.GetUtcNow() + Period);
            Volatile.Write(ref _count, 0);
            return true;
        }
    }

    private static ulong KeyOf(ulong reader, string articleId) => reader ^ (ulong)string.GetHashCode(articleId, StringComparison.Ordinal) * 0x9E37_79B9_7F4A_7C15;
}
