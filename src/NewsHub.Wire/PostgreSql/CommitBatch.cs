using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Stores commits of different articles in one transaction and one round trip. It locks the wire's row, then runs one statement,
/// <c>Statements/Commit.sql</c>, which does for all commits what <see cref="Sqlite.SqliteCommit"/> does for one.
/// </summary>
internal sealed class CommitBatch(string epoch)
{
    private const string LockWireRow = "SELECT head FROM wire FOR UPDATE";

    private static readonly string Statement = Embedded.Statement("Commit");

    /// <summary>Keys that no two commits of a batch may share: the article and the command.</summary>
    public static IEnumerable<object> ConflictKeys(Commit commit)
    {
        yield return ("subject", commit.Subject.Id);
        if (commit.IdempotencyKey is { } command) yield return ("command", command.Id);
    }

    public async Task<IReadOnlyList<CommitOutcome>> Send(NpgsqlConnection connection, IReadOnlyList<Commit> commits)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(LockWireRow), Store(commits) } };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var outcomes = new List<CommitOutcome>(commits.Count);
        while (await reader.ReadAsync()) outcomes.Add(ToOutcome(reader, commits[outcomes.Count]));
        await reader.CloseAsync(); // the server confirms durability only with the end of the transaction
        return outcomes;
    }

    private static NpgsqlBatchCommand Store(IReadOnlyList<Commit> commits)
    {
        var command = new NpgsqlBatchCommand(Statement);
        Add(NpgsqlDbType.Text, commit => commit.Subject.Id);
        Add(NpgsqlDbType.Text, commit => commit.Subject.Parent);
        Add(NpgsqlDbType.Integer, commit => commit.ExpectedVersion);
        Add(NpgsqlDbType.Bytea, commit => commit.Document.ToArray());
        Add(NpgsqlDbType.Text, commit => commit.Status);
        Add(NpgsqlDbType.Text, commit => string.Join(' ', commit.ListedUnder));
        Add(NpgsqlDbType.Bigint, commit => commit.DueAt?.ToUnixTimeMilliseconds());
        Add(NpgsqlDbType.Integer, commit => commit.EraseEntriesUpTo);
        Add(NpgsqlDbType.Integer, commit => commit.EraseVersionsUpTo);
        Add(NpgsqlDbType.Boolean, commit => commit.ErasesParts);
        Add(NpgsqlDbType.Text, commit => commit.Entry?.Kind.ToString());
        Add(NpgsqlDbType.Bigint, commit => commit.Entry?.At.ToUnixTimeMilliseconds());
        Add(NpgsqlDbType.Text, commit => commit.Entry is { } entry ? JsonSerializer.Serialize(entry.Topics, WireJson.Default.IReadOnlyListString) : null);
        Add(NpgsqlDbType.Text, commit => commit.Entry is { } entry ? StoredContent.Of(entry) : null);
        Add(NpgsqlDbType.Text, commit => commit.IdempotencyKey?.Id);
        Add(NpgsqlDbType.Text, commit => commit.IdempotencyKey?.Fingerprint);
        Add(NpgsqlDbType.Bigint, commit => commit.At.ToUnixTimeMilliseconds());
        Add(NpgsqlDbType.Bigint, commit => commit.ListedAt?.ToUnixTimeMilliseconds());
        Add(NpgsqlDbType.Boolean, commit => commit.Deletes);
        Add(NpgsqlDbType.Text, commit => commit.Entry is { } entry ? StoredContent.PostCardOf(entry) : null);
        Add(NpgsqlDbType.Bigint, commit => commit.MovedTo);
        return command;

        void Add<T>(NpgsqlDbType type, Func<Commit, T> column) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. commits.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    private CommitOutcome ToOutcome(NpgsqlDataReader row, Commit commit)
    {
        if (row.GetBoolean(0))
            return new CommitOutcome.Committed(new Receipt(commit.Subject.Id, commit.ExpectedVersion + 1, commit.Status, ToCursor(row, 2)));
        if (row.IsDBNull(3)) return row.GetBoolean(8) ? new CommitOutcome.ParentGone() : new CommitOutcome.Conflict(row.GetInt32(1));
        return new CommitOutcome.Repeated(new PriorCommand(
            new IdempotencyKey(commit.IdempotencyKey!.Id, row.GetString(3)), new Receipt(row.GetString(4), row.GetInt32(5), row.GetString(6), ToCursor(row, 7))));
    }

    private Cursor? ToCursor(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : new Cursor(epoch, row.GetInt64(column));
}
