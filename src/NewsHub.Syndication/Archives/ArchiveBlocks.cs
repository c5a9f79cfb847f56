using NewsHub.Syndication.Feeds;
using NewsHub.Wire;

namespace NewsHub.Syndication.Archives;

/// <summary>
/// Knows which articles each archive has: a hundred each, in the order of their first publication. Withdrawn articles count, so that an article
/// never moves to another archive. The last archive grows until it is full.
/// </summary>
internal sealed class ArchiveBlocks(FeedIndex index, IWireStore store) : IDisposable
{
    /// <summary>Articles in an archive.</summary>
    public const int Size = 100;

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Known? _known;

    /// <summary>Returns the archives there are. Reads the store only when another one may have begun, once in a hundred publications.</summary>
    public async ValueTask<Archived> Get()
    {
        if (_known is { } known && IsCurrent(known)) return known.Archived;
        await _reading.WaitAsync();
        try
        {
            if (_known is { } read && IsCurrent(read)) return read.Archived;
            var publications = index.Publications;
            var blocks = await store.ReadBlocks(Size);
            return (_known = new Known(new Archived(blocks), publications)).Archived;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private bool IsCurrent(Known known)
    {
        var added = index.Publications - known.Publications;
        return added == 0 || (known.Archived.Rest > 0 && known.Archived.Rest + added <= Size);
    }

    /// <param name="Publications">The number of publications before it was read.</param>
    private sealed record Known(Archived Archived, long Publications);

    /// <summary>The archives at one time.</summary>
    internal sealed record Archived(ArticleBlocks Blocks)
    {
        public int Count => Blocks.Ends.Count + (Rest > 0 ? 1 : 0);

        public int Rest => Blocks.Rest;

        /// <summary>The sequences between which the articles of an archive were first published.</summary>
        /// <param name="number">From 1 to <see cref="Count"/>.</param>
        public (long After, long UpTo, bool IsFull) Find(int number)
        {
            var isFull = number <= Blocks.Ends.Count;
            return (number > 1 ? Blocks.Ends[number - 2] : 0, isFull ? Blocks.Ends[number - 1] : long.MaxValue, isFull);
        }
    }
}
