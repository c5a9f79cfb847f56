namespace NewsHub.Traffic.Load.Checking;

/// <summary>The entries that the hub acknowledged to the publishers. Every reader must receive each of them once.</summary>
internal sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly List<(long Sequence, long Article)> _lines = [];
    private readonly Dictionary<long, long> _kills = [];

    /// <summary>The highest acknowledged sequence number.</summary>
    public long Head { get; private set; }

    public int Kills
    {
        get
        {
            lock (_lock) return _kills.Count;
        }
    }

    public void Acknowledge(long sequence, long article, bool isKill)
    {
        lock (_lock)
        {
            _lines.Add((sequence, article));
            if (isKill) _kills[article] = sequence;
            Head = Math.Max(Head, sequence);
        }
    }

    /// <summary>Sequence numbers that every reader must have received, without those that a kill erased.</summary>
    public long[] Due()
    {
        lock (_lock) return [.. from line in _lines where !_kills.TryGetValue(line.Article, out var kill) || line.Sequence >= kill select line.Sequence];
    }
}
