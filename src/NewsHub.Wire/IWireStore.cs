namespace NewsHub.Wire;

/// <summary>
/// The log and the subjects in the database. The log is the source of truth; every message between grains about it is a hint. Safe for
/// concurrent use.
/// </summary>
public interface IWireStore
{
    /// <summary>The database's epoch, part of every cursor.</summary>
    string Epoch { get; }

    /// <summary>Stores a command's effect. Completes when it is durable.</summary>
    Task<CommitOutcome> Commit(Commit commit, CancellationToken stopping = default);

    /// <summary>Returns the oldest and the newest sequence on the wire; (1, 0) while it is empty.</summary>
    Task<(long First, long Head)> Bounds(CancellationToken stopping = default);

    /// <summary>Returns at most <paramref name="max"/> entries after <paramref name="sequence"/>, in order, including erased ones.</summary>
    Task<IReadOnlyList<Entry>> ReadAfter(long sequence, int max, CancellationToken stopping = default);

    /// <summary>Returns the newest entries of some kinds after <paramref name="sequence"/>, newest first, without erased ones.</summary>
    /// <param name="max">Maximum number of entries.</param>
    Task<IReadOnlyList<Entry>> ReadNewest(IReadOnlyList<EntryKind> kinds, long sequence, int max, CancellationToken stopping = default);

    /// <summary>Returns the newest documents of those of <paramref name="ids"/> that exist, in any order.</summary>
    Task<IReadOnlyList<StoredDocument>> FindDocuments(IReadOnlyList<string> ids, CancellationToken stopping = default);

    /// <summary>Returns a subject's document, in the newest or the given version; null if it is unknown or erased.</summary>
    Task<StoredDocument?> FindDocument(string id, int? version = null, CancellationToken stopping = default);

    /// <summary>Returns a public article as readers see it on the wire; null if it is unknown or not public.</summary>
    Task<WireArticle?> FindPublic(string id, CancellationToken stopping = default);

    /// <summary>Returns the public articles listed under all of <paramref name="topics"/>, newest first.</summary>
    /// <param name="before">Only articles before this position.</param>
    Task<IReadOnlyList<ListedArticle>> ListPublic(IReadOnlyList<string> topics, ListPosition before, int max, CancellationToken stopping = default);

    /// <summary>
    /// Divides all articles that were ever public, in the order of their first publication, into blocks of <paramref name="size"/>. An article keeps its
    /// block, also when it is withdrawn. Reads every article once.
    /// </summary>
    Task<ArticleBlocks> ReadBlocks(int size, CancellationToken stopping = default);

    /// <summary>Returns the public articles whose first publication has a sequence after <paramref name="after"/> and up to <paramref name="upTo"/>, oldest first.</summary>
    Task<IReadOnlyList<ListedArticle>> ListBetween(long after, long upTo, int max, CancellationToken stopping = default);

    /// <summary>Returns posts listed under a topic, as readers see them, in the order of <paramref name="range"/>.</summary>
    Task<IReadOnlyList<WirePost>> ListPosts(string topic, PlaceRange range, int max, CancellationToken stopping = default);

    /// <summary>Counts the parts of an article.</summary>
    Task<PartCounts> CountParts(string parentId, CancellationToken stopping = default);

    /// <summary>Returns the number of subjects listed under a topic.</summary>
    Task<int> CountListed(string topic, CancellationToken stopping = default);

    /// <summary>Returns a command's fingerprint and receipt; null if it was not carried out.</summary>
    Task<PriorCommand?> FindCommand(string commandId, CancellationToken stopping = default);

    /// <summary>Returns the subjects whose due time has passed, the most overdue first.</summary>
    Task<IReadOnlyList<Subject>> Due(DateTimeOffset now, int max, CancellationToken stopping = default);

    /// <summary>
    /// Compares the database with the newest entry this hub has seen, and gives it a new epoch if entries are missing. Returns null if the epoch
    /// continues, otherwise the reason why it has ended.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database did not answer.</exception>
    Task<string?> CheckEpoch(CancellationToken stopping = default);

    /// <summary>
    /// Deletes the oldest entries and commands before the given times, except the newest entry, and with the entry of a kill what still belongs
    /// to the article. At most <paramref name="max"/> rows of each table go, so that a call is short and commits run between two. Returns the
    /// number of deleted rows; 0 when nothing is left to delete.
    /// </summary>
    Task<int> Prune(DateTimeOffset entriesBefore, DateTimeOffset commandsBefore, int max, CancellationToken stopping = default);
}

/// <summary>A subject's stored document, in the owner's format.</summary>
/// <param name="ListedAt">Its place in lists: milliseconds since 1970 of an article, a value of <see cref="Places"/> of a part. Null before its first publication, and for earlier versions.</param>
public sealed record StoredDocument(string Id, int Version, ReadOnlyMemory<byte> Document, long? ListedAt = null);

/// <summary>The parts of an article.</summary>
/// <param name="All">Parts in any state, also removed ones, whose ids stay in use.</param>
/// <param name="Due">Parts with a due time.</param>
public sealed record PartCounts(int All, int Due)
{
    internal const string Query = "SELECT count(*), count(due_at) FROM articles WHERE parent = $1";
}

/// <summary>A public article and its place in lists.</summary>
public sealed record ListedArticle(ListPosition Position, WireArticle Article);

/// <summary>All articles that were ever public, in blocks of one size.</summary>
/// <param name="Ends">The sequence of the last first publication of each full block.</param>
/// <param name="Rest">Number of articles after the last full block.</param>
public sealed record ArticleBlocks(IReadOnlyList<long> Ends, int Rest)
{
    /// <summary>Maps the positions of the last articles of blocks, and that of the newest article, with their ranks from 1.</summary>
    internal static ArticleBlocks Of(IReadOnlyList<(long Position, long Rank)> ranked, int size) => new(
        [.. ranked.Where(row => row.Rank % size == 0).Select(row => row.Position)], ranked.Count == 0 ? 0 : (int)(ranked[^1].Rank % size));

    /// <summary>$1: the size. The last row is the newest article.</summary>
    internal const string Query =
        """
        SELECT position, rank FROM (
          SELECT position, row_number() OVER (ORDER BY position) AS rank, count(*) OVER () AS total FROM articles WHERE position IS NOT NULL AND parent IS NULL) AS ranked
        WHERE rank % $1 = 0 OR rank = total ORDER BY rank
        """;
}
