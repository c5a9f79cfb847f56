using Orleans.Concurrency;

namespace NewsHub.Trending.Counting;

/// <summary>Owns the counter of one article. The key is the article's id; articles that are not public have no counter.</summary>
[Alias("trending.counter")]
public interface ITrendingCounterGrain : IGrainWithStringKey
{
    /// <summary>Counts a batch of reads; repeating a batch has no effect. Returns null when there is no public article with this id.</summary>
    [Alias("count")]
    Task<Counts?> Count(ReadBatch batch);

    /// <summary>
    /// Sets or withdraws a reader's reaction; durable when the call returns. Returns null when there is no public article with this id, and
    /// <see cref="Counts.IsOverLimit"/> when the origin has given as many reactions as it may on this day; nothing is changed then.
    /// </summary>
    /// <param name="reader">The reader, hashed with the lasting key.</param>
    /// <param name="today">
    /// The same reader, hashed with today's key. The reaction affects the score only when this reader has read the article.
    /// </param>
    /// <param name="address">The reader's address, hashed with today's key. 0, from hubs of earlier versions: unknown, and not limited.</param>
    /// <param name="network">The network of the address, hashed with today's key; 0 as above.</param>
    /// <param name="former">The reader as earlier versions identified it, hashed with the lasting key; 0: the same.</param>
    [Alias("react")]
    Task<Counts?> React(ulong reader, string reaction, bool on, ulong today = 0, ulong address = 0, ulong network = 0, ulong former = 0);

    /// <summary>The current counts. Returns null when there is no public article with this id.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<Counts?> Get();

    /// <summary>
    /// Returns the current counts and reports changes to <paramref name="watcher"/> for the next minute, at most one per second. Repeat the call
    /// every 20 seconds to go on. Returns null, and reports nothing, when there is no public article with this id.
    /// </summary>
    [AlwaysInterleave, Alias("watch")]
    Task<Counts?> Watch(ICountsWatcher watcher);

    /// <summary>Notifies the counter that its article was published, updated, withheld or killed.</summary>
    [OneWay, Alias("articleChanged")]
    Task ArticleChanged();
}

/// <summary>Reads of one article collected by one gateway in one interval.</summary>
/// <param name="Gateway">The gateway's name, unique in the cluster.</param>
/// <param name="Epoch">Increases with every start of the gateway's process.</param>
/// <param name="Number">1, 2, 3 … within the epoch. A number at or below the last counted one is a repeat.</param>
/// <param name="Reads">Number of reads.</param>
/// <param name="Readers">The distinct readers, hashed with today's key.</param>
/// <param name="Origins">The bits of each reader's <see cref="Fairness.Origin"/>, in the same order. Null when unknown.</param>
/// <param name="Bots">Number of requests of self-declared bots, which do not count as reads.</param>
/// <param name="At">When the batch was collected, by the gateway's clock. Null means now.</param>
[GenerateSerializer, Immutable, Alias("trending.batch")]
public sealed record ReadBatch(
    [property: Id(0)] string Gateway,
    [property: Id(1)] long Epoch,
    [property: Id(2)] long Number,
    [property: Id(3)] long Reads,
    [property: Id(4)] IReadOnlyList<ulong> Readers,
    [property: Id(5)] IReadOnlyList<ulong>? Origins = null,
    [property: Id(6)] long Bots = 0,
    [property: Id(7)] DateTimeOffset? At = null);
