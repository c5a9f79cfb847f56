using System.Collections.Concurrent;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// Which reader saw which article at which rank, for <see cref="Period"/> to twice that. Of more than <see cref="MaxRemembered"/> the rest
/// is not remembered, and reads count as if nothing had been seen.
/// </summary>
internal sealed class SeenArticles(TimeProvider time)
{
    /// <summary>Of one period: 100,000 × about 50 bytes = 5 MB.</summary>
    public const int MaxRemembered = 100_000;

    public static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private ConcurrentDictionary<ulong, byte> _before = [];
    private ConcurrentDictionary<ulong, byte> _now = [];
    private DateTimeOffset _until = time.GetUtcNow() + Period;
    private int _count;

    /// <summary>Remembers; false: it is known, or there is no room.</summary>
    public bool Add(ulong reader, string articleId, int rank)
    {
        var key = KeyOf(reader, articleId);
        if (Volatile.Read(ref _count) >= MaxRemembered || _before.ContainsKey(key) || !_now.TryAdd(key, (byte)rank)) return false;
        Interlocked.Increment(ref _count);
        return true;
    }

    /// <summary>The rank at which the reader saw the article, the first time that it is asked for.</summary>
    public bool TryTake(ulong reader, string articleId, out int rank)
    {
        rank = 0;
        if (_now.IsEmpty && _before.IsEmpty) return false;
        var key = KeyOf(reader, articleId);
        if (!_now.TryRemove(key, out var known) && !_before.TryRemove(key, out known)) return false;
        rank = known;
        return true;
    }

    /// <summary>Lets time pass; whether a period ended.</summary>
    public bool Turn()
    {
        lock (_gate)
        {
            if (time.GetUtcNow() < _until) return false;
            (_before, _now, _until) = (_now, [], time.GetUtcNow() + Period);
            Volatile.Write(ref _count, 0);
            return true;
        }
    }

    private static ulong KeyOf(ulong reader, string articleId) => reader ^ (ulong)string.GetHashCode(articleId, StringComparison.Ordinal) * 0x9E37_79B9_7F4A_7C15;
}
