using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace NewsHub.Wire.Sqlite;

/// <summary>Stores the wire in SQLite.</summary>
internal sealed class SqliteWireStore(SqliteDatabase database) : IWireStore
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
        database.Continuity.Guard(commit, () => database.Write(new SqliteCommit(commit, Epoch).Run, commit.Erases)).WaitAsync(stopping);

    public async Task<(long First, long Head)> Bounds(CancellationToken stopping = default) =>
        await database.Read(
            session => (session.Number("SELECT coalesce(min(sequence), 1) FROM entries"), session.Number(SqliteCommit.HeadQuery)), stopping);

    public async Task<IReadOnlyList<Entry>> ReadAfter(long sequence, int max, CancellationToken stopping = default) => database.Continuity.Record(
        await database.Read(session => session.All($"{EntryColumns} WHERE sequence > $1 ORDER BY sequence LIMIT $2", ToEntry, sequence, max), stopping));

    public Task<IReadOnlyList<Entry>> ReadNewest(IReadOnlyList<EntryKind> kinds, long sequence, int max, CancellationToken stopping = default) => database.Read(
        session => session.All(
            $"{EntryColumns} WHERE sequence > $1 AND kind IN (SELECT value FROM json_each($2)) AND NOT erased ORDER BY sequence DESC LIMIT $3", ToEntry,
            sequence, ToJson(kinds.Select(kind => kind.ToString())), max),
        stopping);

    public Task<IReadOnlyList<StoredDocument>> FindDocuments(IReadOnlyList<string> ids, CancellationToken stopping = default) => database.Read(
        session => session.All("SELECT id, version, document, listed_at FROM articles WHERE id IN (SELECT value FROM json_each($1))", ToStored, ToJson(ids)), stopping);

    public Task<StoredDocument?> FindDocument(string id, int? version = null, CancellationToken stopping = default) =>
        database.Read(
            session => session.First("SELECT id, version, document, listed_at FROM articles WHERE id = $1 AND version = coalesce($2, version)", ToStored, id, version)
                ?? session.First("SELECT article_id, version, document, NULL FROM versions WHERE article_id = $1 AND version = $2", ToStored, id, version),
            stopping);

    public Task<WireArticle?> FindPublic(string id, CancellationToken stopping = default) =>
        database.Read(session => session.First("SELECT card FROM articles WHERE id = $1 AND card IS NOT NULL", row => ToCard(row, 0), id), stopping);

    public Task<IReadOnlyList<ListedArticle>> ListPublic(
        IReadOnlyList<string> topics, ListPosition before, int max, CancellationToken stopping = default)
    {
        var alsoUnder = string.Concat(Enumerable.Range(5, topics.Count - 1).Select(n =>
            $" AND EXISTS (SELECT 1 FROM listings m WHERE m.topic = ${n} AND m.position = l.position)"));
        var sql = "SELECT l.at, l.position, a.card FROM listings l JOIN articles a ON a.id = l.article_id "
            + $"WHERE l.topic = $4 AND (l.at, l.position) < ($1, $2){alsoUnder} ORDER BY l.at DESC, l.position DESC LIMIT $3";
        object?[] values = [before.At, before.Sequence, max, .. topics];
        return database.Read(session => session.All(sql, ToListed, values), stopping);
    }

    public async Task<ArticleBlocks> ReadBlocks(int size, CancellationToken stopping = default) => ArticleBlocks.Of(
        await database.Read(session => session.All(ArticleBlocks.Query, row => (row.GetInt64(0), row.GetInt64(1)), size), stopping), size);

    public Task<IReadOnlyList<ListedArticle>> ListBetween(long after, long upTo, int max, CancellationToken stopping = default) => database.Read(
        session => session.All(
            "SELECT l.at, l.position, a.card FROM listings l JOIN articles a ON a.id = l.article_id WHERE l.topic = $1 AND l.position > $2 AND l.position <= $3 ORDER BY l.position LIMIT $4",
            ToListed, Topic.News, after, upTo, max),
        stopping);

    public Task<IReadOnlyList<WirePost>> ListPosts(string topic, PlaceRange range, int max, CancellationToken stopping = default) => database.Read(
        session => session.All(PlaceRange.Query(range), row => StoredContent.ListedPost(row.GetInt64(0), row.GetString(1)), topic, range.From, range.To, max), stopping);

    public Task<PartCounts> CountParts(string parentId, CancellationToken stopping = default) => database.Read(
        session => session.First(PartCounts.Query, row => new PartCounts(row.GetInt32(0), row.GetInt32(1)), parentId)!, stopping);

    public async Task<int> CountListed(string topic, CancellationToken stopping = default) =>
        (int)await database.Read(session => session.Number("SELECT count(*) FROM listings WHERE topic = $1", topic), stopping);

    public Task<PriorCommand?> FindCommand(string commandId, CancellationToken stopping = default) =>
        database.Read(session => SqliteCommit.FindCommand(session, commandId, Epoch), stopping);

    public Task<IReadOnlyList<Subject>> Due(DateTimeOffset now, int max, CancellationToken stopping = default) =>
        database.Read(
            session => session.All(DueQuery, row => ToSubject(row, 0),
                now.ToUnixTimeMilliseconds(), max),
            stopping);

    public Task<string?> CheckEpoch(CancellationToken stopping = default) => database.CheckEpoch(stopping);

    public Task<int> Prune(DateTimeOffset entriesBefore, DateTimeOffset commandsBefore, int max, CancellationToken stopping = default) =>
        database.Write(session =>
        {
            var firstKept = session.Number(Pruning.FirstKept(max), entriesBefore.ToUnixTimeMilliseconds());
            var rows = database.RowsOfArticles.Select(table => session.Execute(Pruning.RowsOfKilled(table, max), firstKept)).ToArray();
            return rows.Sum()
                + (rows.Contains(max) ? 0 : session.Execute(Pruning.Entries, firstKept))
                + session.Execute(Pruning.Commands(max), commandsBefore.ToUnixTimeMilliseconds());
        }).WaitAsync(stopping);

    private Entry ToEntry(SqliteDataReader row) => Entry.FromStored(
        new Cursor(Epoch, row.GetInt64(0)),
        new StoredEntry(row.GetString(1), row.GetInt64(2), ToSubject(row, 3), row.GetInt32(5), row.GetBoolean(6), row.GetString(7), row.GetString(8),
            row.IsDBNull(9) ? null : row.GetString(9)));

    private static string ToJson(IEnumerable<string> texts) => JsonSerializer.Serialize([.. texts], WireJson.Default.IReadOnlyListString);

    private static Subject ToSubject(SqliteDataReader row, int column) => new(row.GetString(column), row.IsDBNull(column + 1) ? null : row.GetString(column + 1));

    private static ListedArticle ToListed(SqliteDataReader row) => new(new ListPosition(row.GetInt64(0), row.GetInt64(1)), ToCard(row, 2));

    private static WireArticle ToCard(SqliteDataReader row, int column) =>
        JsonSerializer.Deserialize(row.GetString(column), WireJson.Default.WireArticle)!;

    private static StoredDocument ToStored(SqliteDataReader row) => new(row.GetString(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2), row.IsDBNull(3) ? null : row.GetInt64(3));
}
