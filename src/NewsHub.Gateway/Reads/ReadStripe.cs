using NewsHub.Trending.Fairness;

namespace NewsHub.Gateway.Reads;

/// <summary>The part of a window that one processor's callers count in.</summary>
internal sealed class ReadStripe(int maxReaders)
{
    /// <summary>Room for readers in the tallies kept for the next window: twice as many as may come, × about 28 bytes = 11 MB over all stripes.</summary>
    private readonly int _maxRoom = 2 * maxReaders;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReadTally> _tallies = [];
    private readonly Dictionary<string, ReadTally> _spare = [];
    private int _readers;
    private int _room;

    public bool TryCount(string articleId, in ReaderIdentity reader)
    {
        lock (_gate)
        {
            if (!_tallies.TryGetValue(articleId, out var tally) && !TryBegin(articleId, out tally)) return false;
            if (tally.Count(in reader, _readers < maxReaders)) _readers++;
            return true;
        }
    }

    public IReadOnlyList<ReadTally> Take(Predicate<string> stays)
    {
        lock (_gate)
        {
            var taken = new List<ReadTally>(_tallies.Count);
            foreach (var (articleId, tally) in _tallies)
            {
                if (stays(articleId)) continue;
                _tallies.Remove(articleId);
                _readers -= tally.Readers.Count;
                taken.Add(tally);
            }
            return taken;
        }
    }

    /// <summary>Keeps a tally for the article's next window, in which as many readers will come.</summary>
    public void Return(ReadTally tally)
    {
        tally.Empty();
        lock (_gate)
        {
            if (_room + tally.Room > _maxRoom || _spare.Count == ReadWindow.MaxArticles)
            {
                _spare.Clear(); // articles that nobody reads any more among them
                _room = 0;
            }
            if (_spare.TryAdd(tally.ArticleId, tally)) _room += tally.Room;
        }
    }

    private bool TryBegin(string articleId, out ReadTally tally)
    {
        if (_spare.Remove(articleId, out tally!)) _room -= tally.Room;
        else tally = new ReadTally(this, articleId);
        return _tallies.Count < ReadWindow.MaxArticles && _tallies.TryAdd(articleId, tally);
    }
}
