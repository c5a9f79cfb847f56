namespace NewsHub.Traffic.Load.Checking;

/// <summary>What the hub has acknowledged to the publishers: each of these must have been shown once to every reader.</summary>
internal sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly List<(long Sequence, long Article)> _lines = [];
    private readonly Dictionary<long, long> _kills = [];

    /// <summary>The newest.</summary>
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

    /// <summary>What is due. What a kill erased before it was read is rightly not shown.</summary>
    public long[] Due()
    {
        lock (_lock) return [.. from line in _lines where !_kills.TryGetValue(line.Article, out var kill) || line.Sequence >= kill select line.Sequence];
    }
}
