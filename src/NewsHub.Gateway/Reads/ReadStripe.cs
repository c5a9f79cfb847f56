using NewsHub.Trending.Fairness;

namespace NewsHub.Gateway.Reads;

/// <summary>The part of a read window used by the callers on one processor.</summary>
internal sealed class ReadStripe(int maxReaders)
{
    /// <summary>Maximum total reader capacity of the spare tallies: twice the maximum number of readers, × about 28 bytes = 11 MB over all stripes.</summary>
    private readonly int _maxSpareCapacity = 2 * maxReaders;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ReadTally> _tallies = [];
    private readonly Dictionary<string, ReadTally> _spare = [];
    private int _readers;
    private int _spareCapacity;

    public bool TryCount(string articleId, in ReaderIdentity reader)
    {
        lock (_lock)
        {
            if (!_tallies.TryGetValue(articleId, out var tally) && !TryAddTally(articleId, out tally)) return false;
            if (tally.Count(in reader, _readers < maxReaders)) _readers++;
            return true;
        }
    }

    public IReadOnlyList<ReadTally> Take(Predicate<string> isKept)
    {
        lock (_lock)
        {
            var taken = new List<ReadTally>(_tallies.Count);
            foreach (var (articleId, tally) in _tallies)
            {
                if (isKept(articleId)) continue;
                _tallies.Remove(articleId);
                _readers -= tally.Readers.Count;
                taken.Add(tally);
            }
            return taken;
        }
    }

    /// <summary>Keeps an emptied tally, with its capacity, for the article's next window.</summary>
    public void Return(ReadTally tally)
    {
        tally.Clear();
        lock (_lock)
        {
            if (_spareCapacity + tally.Capacity > _maxSpareCapacity || _spare.Count == ReadWindow.MaxArticles)
            {
                _spare.Clear(); // also drops those of articles that are no longer read
                _spareCapacity = 0;
            }
            if (_spare.TryAdd(tally.ArticleId, tally)) _spareCapacity += tally.Capacity;
        }
    }

    private bool TryAddTally(string articleId, out ReadTally tally)
    {
        if (_spare.Remove(articleId, out tally!)) _spareCapacity -= tally.Capacity;
        else tally = new ReadTally(this, articleId);
        return _tallies.Count < ReadWindow.MaxArticles && _tallies.TryAdd(articleId, tally);
    }
}
