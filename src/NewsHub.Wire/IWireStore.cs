namespace NewsHub.Wire;

/// <summary>
/// The log in the database, which is the truth, with the articles that it tells of. Every message between grains about it is a
/// hint. Safe for any number of callers at once.
/// </summary>
public interface IWireStore
{
    /// <summary>This database's life: part of every cursor.</summary>
    string Epoch { get; }

    /// <summary>Stores a command's effect; completes when it would survive a power cut.</summary>
    Task<CommitOutcome> Commit(Commit commit, CancellationToken stopping = default);

    /// <summary>The oldest and the newest sequence on the wire; (1, 0) while it is empty.</summary>
    Task<(long First, long Head)> Bounds(CancellationToken stopping = default);

    /// <summary>Entries after <paramref name="sequence"/>, in order, at most <paramref name="max"/>, erased ones included.</summary>
    Task<IReadOnlyList<Entry>> ReadAfter(long sequence, int max, CancellationToken stopping = default);

    /// <summary>An article's document, the newest or an earlier version; null: unknown, or erased.</summary>
    Task<StoredArticle?> FindArticle(string id, int? version = null, CancellationToken stopping = default);

    /// <summary>A public article as readers see it on the wire; null: unknown, or not public.</summary>
    Task<WireArticle?> FindPublic(string id, CancellationToken stopping = default);

    /// <summary>Public articles that are listed under all of <paramref name="topics"/>, the latest published first.</summary>
    /// <param name="before">Only what was first published before this sequence.</param>
    Task<IReadOnlyList<ListedArticle>> ListPublic(IReadOnlyList<string> topics, long before, int max, CancellationToken stopping = default);

    /// <summary>What came of a command, if it was carried out.</summary>
    Task<PriorCommand?> FindCommand(string commandId, CancellationToken stopping = default);

    /// <summary>Articles whose time has come, the most overdue first.</summary>
    Task<IReadOnlyList<string>> Due(DateTimeOffset now, int max, CancellationToken stopping = default);

    /// <summary>
    /// Compares the database with what this hub has seen of it, and gives it a new epoch where entries are gone. Null: the epoch goes on; else
    /// why it has ended.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database did not answer.</exception>
    Task<string?> CheckEpoch(CancellationToken stopping = default);

    /// <summary>Forgets entries and commands older than the given times; never the newest entry.</summary>
    Task Prune(DateTimeOffset entriesBefore, DateTimeOffset commandsBefore, CancellationToken stopping = default);
}

/// <summary>An article as it is stored: its owner's document.</summary>
public sealed record StoredArticle(string Id, int Version, ReadOnlyMemory<byte> Document);

/// <summary>A public article and the sequence under which it was first published.</summary>
public sealed record ListedArticle(long Position, WireArticle Article);
