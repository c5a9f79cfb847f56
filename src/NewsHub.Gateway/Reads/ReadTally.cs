using System.Runtime.InteropServices;
using NewsHub.Trending.Fairness;

namespace NewsHub.Gateway.Reads;

/// <summary>The reads of one article since its last batch.</summary>
internal sealed class ReadTally
{
    private readonly Dictionary<ulong, Origin> _readers = [];
    private readonly ReadStripe _stripe;

    internal ReadTally(ReadStripe stripe, string articleId) => (_stripe, ArticleId) = (stripe, articleId);

    public string ArticleId { get; }

    public long Reads { get; private set; }

    /// <summary>Requests of self-declared bots, which do not count as reads.</summary>
    public long Bots { get; private set; }

    /// <summary>The distinct readers and their origins.</summary>
    public IReadOnlyDictionary<ulong, Origin> Readers => _readers;

    /// <summary>Returns the tally for reuse.</summary>
    public void Return() => _stripe.Return(this);

    /// <summary>Counts a read. Returns true if the reader is new and was added.</summary>
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

    /// <summary>Adds another stripe's tally of the same article.</summary>
    internal void Add(ReadTally other)
    {
        Reads += other.Reads;
        Bots += other.Bots;
        foreach (var (reader, origin) in other._readers)
            if (_readers.Count < ReadWindow.MaxReadersPerArticle)
                _readers.TryAdd(reader, origin);
    }

    /// <summary>Number of readers for which memory is allocated.</summary>
    internal int Capacity => _readers.Capacity;

    internal void Clear()
    {
        _readers.Clear();
        (Reads, Bots) = (0, 0);
    }
}
