using Orleans.Concurrency;

namespace NewsHub.Trending.Counting;

/// <summary>Owns the counter of one article; its key is the article's id. Articles that are not public have no counter.</summary>
[Alias("trending.counter")]
public interface ITrendingCounterGrain : IGrainWithStringKey
{
    /// <summary>Counts a batch of reads once, however often it is sent. Null: there is no such public article.</summary>
    [Alias("count")]
    Task<Counts?> Count(ReadBatch batch);

    /// <summary>Sets or takes back one reader's reaction; durable when it answers. Null: there is no such public article.</summary>
    /// <param name="reader">The reader by the hash that lasts.</param>
    /// <param name="today">The same reader by today's hash: only who has read the article moves its rank.</param>
    [Alias("react")]
    Task<Counts?> React(ulong reader, string reaction, bool on, ulong today = 0);

    /// <summary>The numbers of now. Null: there is no such public article.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<Counts?> Get();

    /// <summary>A hint that the article changed: its owner published, updated, withheld or killed it.</summary>
    [OneWay, Alias("articleChanged")]
    Task ArticleChanged();
}

/// <summary>Reads of one article that one gateway gathered in one interval.</summary>
/// <param name="Gateway">The gateway's name; unique in the cluster.</param>
/// <param name="Epoch">The gateway's life: rises with every start of its process.</param>
/// <param name="Number">1, 2, 3 … within the epoch; a number at or below the last counted one is a repeat.</param>
/// <param name="Reads">How many reads.</param>
/// <param name="Readers">The distinct readers among them, hashed with today's key.</param>
/// <param name="Origins">For each of them the bits of its <see cref="Fairness.Origin"/>; null: unknown.</param>
/// <param name="Bots">Requests of self-declared programs, which are no reads.</param>
/// <param name="At">When they were gathered, by the gateway's clock; null: now.</param>
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
