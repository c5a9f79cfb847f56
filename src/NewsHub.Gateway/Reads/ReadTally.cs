using System.Runtime.InteropServices;
using NewsHub.Trending.Fairness;

namespace NewsHub.Gateway.Reads;

/// <summary>The reads of one article since its last batch.</summary>
public sealed class ReadTally
{
    private readonly Dictionary<ulong, Origin> _readers = [];
    private readonly ReadStripe _home;

    internal ReadTally(ReadStripe home, string articleId) => (_home, ArticleId) = (home, articleId);

    public string ArticleId { get; }

    public long Reads { get; private set; }

    /// <summary>Requests of self-declared programs, which are no reads.</summary>
    public long Bots { get; private set; }

    /// <summary>The distinct readers, and where they come from.</summary>
    public IReadOnlyDictionary<ulong, Origin> Readers => _readers;

    /// <summary>Gives it back to be used again.</summary>
    public void Return() => _home.Return(this);

    /// <summary>Counts a read; whether the reader is new and there was room for them.</summary>
    internal bool Count(in ReaderIdentity reader, bool hasRoom)
    {
        if (reader.IsBot)
        {
            Bots++;
            return false;
        }
        Reads++;
        if (!hasRoom || _readers.Count >= ReadWindow.MaxReadersPerArticle) return false;
        ref var origin = ref CollectionsMarshal.GetValueRefOrAddDefault(_readers, reader.Reader, out var isKnown);
        if (!isKnown) origin = reader.Origin;
        return !isKnown;
    }

    /// <summary>Counts what another stripe has counted of the same article.</summary>
    internal void Add(ReadTally other)
    {
        Reads += other.Reads;
        Bots += other.Bots;
        foreach (var (reader, origin) in other._readers)
            if (_readers.Count < ReadWindow.MaxReadersPerArticle)
                _readers.TryAdd(reader, origin);
    }

    /// <summary>For how many readers there is memory.</summary>
    internal int Room => _readers.Capacity;

    internal void Empty()
    {
        _readers.Clear();
        (Reads, Bots) = (0, 0);
    }
}
