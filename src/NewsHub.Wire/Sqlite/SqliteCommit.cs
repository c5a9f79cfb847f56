using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace NewsHub.Wire.Sqlite;

/// <summary>
/// Stores one commit inside the writer's transaction:
/// <code>
/// 1 was the command carried out before?   2 is the version still the expected one, and does the parent exist?   3 take the next sequence
/// 4 keep or erase earlier versions and entries   5 store the article   6 list it under its topics   7 store the entry and the command
/// </code>
/// </summary>
internal sealed class SqliteCommit(Commit commit, string epoch)
{
    internal const string HeadQuery = "SELECT coalesce(max(sequence), 0) FROM entries";

    private readonly string _content = commit.Entry is null ? "" : StoredContent.Of(commit.Entry);

    public CommitOutcome Run(SqliteSession session)
    {
        if (commit.IdempotencyKey is { } command && FindCommand(session, command.Id, epoch) is { } prior) return new CommitOutcome.Repeated(prior); // 1
        if (commit.Subject.Parent is { } parent
            && session.Number("SELECT count(*) FROM articles WHERE id = $1 AND NOT erased AND (listed <> '' OR NOT $2)", parent, commit.Entry is not null) == 0)
            return new CommitOutcome.ParentGone();
        var current = session.First("SELECT version, position, listed_at, listed FROM articles WHERE id = $1", ToCurrent, commit.Subject.Id);
        if ((current?.Version ?? 0) != commit.ExpectedVersion) return new CommitOutcome.Conflict(current?.Version ?? 0); // 2
        var sequence = commit.Entry is null ? (long?)null : session.Number(HeadQuery) + 1; // 3
        KeepOrErase(session);
        if (commit.Deletes) session.Execute("DELETE FROM articles WHERE id = $1", commit.Subject.Id);
        else StoreArticle(session, current, sequence);
        if (sequence is { } next) StoreEntry(session, next);
        var receipt = new Receipt(
            commit.Subject.Id, commit.ExpectedVersion + 1, commit.Status, sequence is { } s ? new Cursor(epoch, s) : null);
        StoreCommand(session, receipt);
        return new CommitOutcome.Committed(receipt);
    }

    internal static PriorCommand? FindCommand(SqliteSession session, string id, string epoch) =>
        session.First(
            "SELECT fingerprint, article_id, version, status, sequence FROM commands WHERE id = $1",
            row => new PriorCommand(
                new IdempotencyKey(id, row.GetString(0)),
                new Receipt(row.GetString(1), row.GetInt32(2), row.GetString(3), row.IsDBNull(4) ? null : new Cursor(epoch, row.GetInt64(4)))),
            id);

    private void KeepOrErase(SqliteSession session) // 4
    {
        if (commit.ExpectedVersion > commit.EraseVersionsUpTo)
            session.Execute("INSERT INTO versions SELECT id, version, document FROM articles WHERE id = $1", commit.Subject.Id);
        if (commit.EraseVersionsUpTo > 0)
            session.Execute("DELETE FROM versions WHERE article_id = $1 AND version <= $2", commit.Subject.Id, commit.EraseVersionsUpTo);
        if (commit.EraseEntriesUpTo > 0)
            session.Execute(
                """
                UPDATE entries SET topics = '[]', erased = true,
                  article = json_object('id', article ->> 'id', 'version', article ->> 'version', 'url', '/articles/' || (article ->> 'id'))
                WHERE (article_id = $1 AND coalesce(version, article ->> 'version', 0) <= $2) OR ($3 AND parent = $1)
                """,
                commit.Subject.Id, commit.EraseEntriesUpTo, commit.ErasesParts);
        if (commit.EraseVersionsUpTo == Commit.Everything) DeleteParts(session);
    }

    private void DeleteParts(SqliteSession session)
    {
        const string parts = "SELECT id FROM articles WHERE parent = $1";
        session.Execute($"DELETE FROM versions WHERE article_id IN ({parts})", commit.Subject.Id);
        session.Execute($"DELETE FROM listings WHERE article_id IN ({parts})", commit.Subject.Id);
        session.Execute("DELETE FROM articles WHERE parent = $1", commit.Subject.Id);
    }

    private void StoreArticle(SqliteSession session, Current? current, long? sequence)
    {
        var isListed = commit.ListedUnder.Count > 0;
        var position = current?.Position ?? (isListed ? sequence : null);
        var listedAt = commit.MovedTo ?? current?.ListedAt ?? (isListed ? ListedAt(session, sequence) : null);
        var listed = string.Join(' ', commit.ListedUnder);
        session.Execute( // 5
            """
            INSERT INTO articles (id, version, position, listed_at, listed, card, due_at, document, parent, erased)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (id) DO UPDATE SET
              version = $2, position = $3, listed_at = $4, listed = $5, card = $6, due_at = $7, document = $8, erased = $10
            """,
            commit.Subject.Id, commit.ExpectedVersion + 1, position, listedAt, listed, isListed ? StoredContent.PostCardOf(commit.Entry!) ?? _content : null,
            commit.DueAt?.ToUnixTimeMilliseconds(), commit.Document.ToArray(), commit.Subject.Parent,
            commit.EraseVersionsUpTo == Commit.Everything);
        if (listed == (current?.Listed ?? "") && commit.MovedTo is null) return;
        foreach (var topic in (current?.Listed ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)) // 6
            session.Execute("DELETE FROM listings WHERE topic = $1 AND position = $2", topic, position);
        foreach (var topic in commit.ListedUnder)
            session.Execute("INSERT INTO listings (topic, at, position, article_id) VALUES ($1, $2, $3, $4)", topic, listedAt, position, commit.Subject.Id);
    }

    private long ListedAt(SqliteSession session, long? sequence) => commit.Subject.Parent is not null
        ? Places.Of(sequence!.Value)
        : commit.ListedAt?.ToUnixTimeMilliseconds() ?? Math.Max(
            commit.Entry!.At.ToUnixTimeMilliseconds(),
            session.Number("SELECT coalesce(max(at), 0) FROM listings WHERE topic = $1", commit.ListedUnder[0]));

    private void StoreEntry(SqliteSession session, long sequence) => // 7
        session.Execute(
            "INSERT INTO entries (sequence, kind, at, article_id, topics, article, parent, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            sequence, commit.Entry!.Kind.ToString(), commit.Entry.At.ToUnixTimeMilliseconds(), commit.Subject.Id,
            JsonSerializer.Serialize(commit.Entry.Topics, WireJson.Default.IReadOnlyListString), _content, commit.Subject.Parent, commit.ExpectedVersion + 1);

    private void StoreCommand(SqliteSession session, Receipt receipt)
    {
        if (commit.IdempotencyKey is not { } command) return;
        session.Execute(
            "INSERT INTO commands VALUES ($1, $2, $3, $4, $5, $6, $7)",
            command.Id, command.Fingerprint, receipt.Id, receipt.Version, receipt.Status, receipt.Cursor?.Sequence,
            commit.At.ToUnixTimeMilliseconds());
    }

    private static Current ToCurrent(SqliteDataReader row) =>
        new(row.GetInt32(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetString(3));

    private sealed record Current(int Version, long? Position, long? ListedAt, string Listed);
}
