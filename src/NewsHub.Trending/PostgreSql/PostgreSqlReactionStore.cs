using NewsHub.Trending.Counting;
using NewsHub.Wire.PostgreSql;

namespace NewsHub.Trending.PostgreSql;

/// <summary>
/// Stores reactions in the wire's PostgreSQL database. Each change is its own transaction; the server flushes concurrent commits in groups.
/// </summary>
internal sealed class PostgreSqlReactionStore(PostgreSqlDatabase database) : IReactionStore
{
    public async Task<ReactionChange> Add(StoredReaction reaction, ReactionLimits limits)
    {
        var present = await database.All($"SELECT 1 {ReactionSql.OfReader}", row => row.GetInt32(0), reaction.Key());
        if (present.Count > 0) return ReactionChange.None;
        return await database.Execute(ReactionSql.Insert, [.. reaction.Columns(), (long)limits.PerAddress, (long)limits.PerNetwork]) > 0
            ? ReactionChange.Added
            : ReactionChange.OverLimit;
    }

    public async Task<ReactionChange> Remove(StoredReaction reaction) =>
        await database.Execute($"DELETE {ReactionSql.OfReader}", reaction.Key()) > 0 ? ReactionChange.Removed : ReactionChange.None;

    public async Task<IReadOnlyDictionary<string, long>> Count(string articleId) => new Dictionary<string, long>(await database.All(
        ReactionSql.Count, row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), [articleId]));

    public Task<IReadOnlyList<string>> FindArticlesToConvert(int limit) =>
        database.All(ReactionSql.ArticlesToConvert, row => row.GetString(0), [limit]);

    public async Task<int> Convert(string articleId, Func<ulong, ulong> hash, int limit)
    {
        var rows = await database.All(ReactionSql.ReadersToConvert, row => (Kind: row.GetString(0), Reader: row.GetInt64(1)), [articleId, limit]);
        if (rows.Count == 0) return 0;
        string[] kinds = [.. rows.Select(row => row.Kind)];
        long[] before = [.. rows.Select(row => row.Reader)];
        long[] after = [.. before.Select(reader => unchecked((long)hash(unchecked((ulong)reader))))];
        await database.Execute(Replace, [articleId, kinds, before, after]);
        return rows.Count;
    }

    // Several hubs may convert the same rows: only those that this statement deletes are inserted.
    private const string Replace =
        """
        WITH converted AS (
          DELETE FROM reactions USING unnest($2::text[], $3::bigint[], $4::bigint[]) AS row(kind, before, after)
          WHERE article_id = $1 AND reactions.kind = row.kind AND reader = before AND per_article = 0
          RETURNING row.kind, after)
        INSERT INTO reactions (article_id, kind, reader, per_article) SELECT $1, kind, after, 1 FROM converted ON CONFLICT DO NOTHING
        """;
}
