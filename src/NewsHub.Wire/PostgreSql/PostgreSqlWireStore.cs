using System.Text.Json;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>Stores the wire in PostgreSQL.</summary>
internal sealed class PostgreSqlWireStore(PostgreSqlDatabase database) : IWireStore
{
    private const string EntryColumns =
        "SELECT sequence, kind, at, article_id, parent, coalesce(version, 0), erased, topics, article, (SELECT card FROM articles WHERE id = entries.parent) FROM entries";

    // A part whose article is not open stays due, without keeping others from being found.
    private const string DueQuery =
        """
        SELECT id, parent FROM articles WHERE due_at <= $1
          AND (parent IS NULL OR EXISTS (SELECT 1 FROM listings WHERE topic = 'open/' || articles.parent)) ORDER BY due_at LIMIT $2
        """;

    public string Epoch => database.Epoch;

    public Task<CommitOutcome> Commit(Commit commit, CancellationToken stopping = default) =>
        database.Continuity.Guard(commit, () => database.Store(commit)).WaitAsync(stopping);

    public async Task<(long First, long Head)> Bounds(CancellationToken stopping = default) => (await database.All(
        "SELECT coalesce(min(sequence), 1), coalesce(max(sequence), 0) FROM entries", row => (row.GetInt64(0), row.GetInt64(1)), [], stopping))[0];

    public async Task<IReadOnlyList<Entry>> ReadAfter(long sequence, int max, CancellationToken stopping = default) => database.Continuity.Record(await database.All(
        $"{EntryColumns} WHERE sequence > $1 ORDER BY sequence LIMIT $2", ToEntry, [sequence, max], stopping));

    public Task<IReadOnlyList<Entry>> ReadNewest(IReadOnlyList<EntryKind> kinds, long sequence, int max, CancellationToken stopping = default) => database.All(
        $"""
        {EntryColumns}
        WHERE sequence > $1 AND kind = ANY ($2) AND NOT erased ORDER BY sequence DESC LIMIT $3
        """,
        ToEntry, [sequence, kinds.Select(kind => kind.ToString()).ToArray(), max], stopping);

    public Task<IReadOnlyList<StoredDocument>> FindDocuments(IReadOnlyList<string> ids, CancellationToken stopping = default) => database.All(
        "SELECT id, version, document, listed_at FROM articles WHERE id = ANY ($1)", ToStored, [ids.ToArray()], stopping);

    public Task<StoredDocument?> FindDocument(string id, int? version = null, CancellationToken stopping = default) => database.First(
        """
        SELECT id, version, document, listed_at FROM articles WHERE id = $1 AND version = coalesce($2::int, version)
        UNION ALL SELECT article_id, version, document, NULL FROM versions WHERE article_id = $1 AND version = $2::int
        """,
        ToStored, [id, version], stopping);

    public Task<WireArticle?> FindPublic(string id, CancellationToken stopping = default) =>
        database.First("SELECT card FROM articles WHERE id = $1 AND card IS NOT NULL", row => ToCard(row, 0), [id], stopping);

    public Task<IReadOnlyList<ListedArticle>> ListPublic(
        IReadOnlyList<string> topics, ListPosition before, int max, CancellationToken stopping = default) => database.All(
        """
        SELECT l.at, l.position, a.card FROM listings l JOIN articles a ON a.id = l.article_id
        WHERE l.topic = $1 AND (l.at, l.position) < ($2, $3) AND NOT EXISTS (
          SELECT FROM unnest($5::text[]) AS also (topic)
          WHERE NOT EXISTS (SELECT FROM listings m WHERE m.topic = also.topic AND m.position = l.position))
        ORDER BY l.at DESC, l.position DESC LIMIT $4
        """,
        ToListed, [topics[0], before.At, before.Sequence, max, topics.Skip(1).ToArray()], stopping);

    public async Task<ArticleBlocks> ReadBlocks(int size, CancellationToken stopping = default) => ArticleBlocks.Of(
        await database.All(ArticleBlocks.Query, row => (row.GetInt64(0), row.GetInt64(1)), [(long)size], stopping), size);

    public Task<IReadOnlyList<ListedArticle>> ListBetween(long after, long upTo, int max, CancellationToken stopping = default) => database.All(
        "SELECT l.at, l.position, a.card FROM listings l JOIN articles a ON a.id = l.article_id WHERE l.topic = $1 AND l.position > $2 AND l.position <= $3 ORDER BY l.position LIMIT $4",
        ToListed, [Topic.News, after, upTo, max], stopping);

    public Task<IReadOnlyList<WirePost>> ListPosts(string topic, PlaceRange range, int max, CancellationToken stopping = default) => database.All(
        PlaceRange.Query(range), row => StoredContent.ListedPost(row.GetInt64(0), row.GetString(1)), [topic, range.From, range.To, max], stopping);

    public async Task<PartCounts> CountParts(string parentId, CancellationToken stopping = default) => (await database.All(
        PartCounts.Query, row => new PartCounts((int)row.GetInt64(0), (int)row.GetInt64(1)), [parentId], stopping))[0];

    public async Task<int> CountListed(string topic, CancellationToken stopping = default) => (int)(await database.All(
        "SELECT count(*) FROM listings WHERE topic = $1", row => row.GetInt64(0), [topic], stopping))[0];

    public Task<PriorCommand?> FindCommand(string commandId, CancellationToken stopping = default) => database.First(
        "SELECT fingerprint, article_id, version, status, sequence FROM commands WHERE id = $1",
        row => new PriorCommand(
            new IdempotencyKey(commandId, row.GetString(0)),
            new Receipt(row.GetString(1), row.GetInt32(2), row.GetString(3), row.IsDBNull(4) ? null : new Cursor(Epoch, row.GetInt64(4)))),
        [commandId], stopping);

    public Task<IReadOnlyList<Subject>> Due(DateTimeOffset now, int max, CancellationToken stopping = default) => database.All(
        DueQuery, row => ToSubject(row, 0), [now.ToUnixTimeMilliseconds(), max], stopping);

    public Task<string?> CheckEpoch(CancellationToken stopping = default) => database.CheckEpoch(stopping);

    public async Task<int> Prune(DateTimeOffset entriesBefore, DateTimeOffset commandsBefore, int max, CancellationToken stopping = default)
    {
        var firstKept = (await database.All(Pruning.FirstKept(max), row => row.GetInt64(0), [entriesBefore.ToUnixTimeMilliseconds()], stopping))[0];
        var (deleted, isMoreLeft) = (0, false);
        foreach (var rows in database.RowsOfArticles)
        {
            var count = await database.Execute(Pruning.RowsOfKilled(rows, max), [firstKept], stopping);
            (deleted, isMoreLeft) = (deleted + count, isMoreLeft || count == max);
        }

        if (!isMoreLeft) deleted += await database.Execute(Pruning.Entries, [firstKept], stopping);
        return deleted + await database.Execute(Pruning.Commands(max), [commandsBefore.ToUnixTimeMilliseconds()], stopping);
    }

    private Entry ToEntry(NpgsqlDataReader row) => Entry.FromStored(
        new Cursor(Epoch, row.GetInt64(0)),
        new StoredEntry(row.GetString(1), row.GetInt64(2), ToSubject(row, 3), row.GetInt32(5), row.GetBoolean(6), row.GetString(7), row.GetString(8),
            row.IsDBNull(9) ? null : row.GetString(9)));

    private static Subject ToSubject(NpgsqlDataReader row, int column) => new(row.GetString(column), row.IsDBNull(column + 1) ? null : row.GetString(column + 1));

    private static StoredDocument ToStored(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2), row.IsDBNull(3) ? null : row.GetInt64(3));

    private static ListedArticle ToListed(NpgsqlDataReader row) => new(new ListPosition(row.GetInt64(0), row.GetInt64(1)), ToCard(row, 2));

    private static WireArticle ToCard(NpgsqlDataReader row, int column) =>
        JsonSerializer.Deserialize(row.GetString(column), WireJson.Default.WireArticle)!;
}
