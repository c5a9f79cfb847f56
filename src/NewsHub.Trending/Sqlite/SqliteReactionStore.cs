using NewsHub.Trending.Counting;
using NewsHub.Wire.Sqlite;

namespace NewsHub.Trending.Sqlite;

/// <summary>Stores reactions in the wire's SQLite database, through its single writer.</summary>
internal sealed class SqliteReactionStore(SqliteDatabase database) : IReactionStore
{
    public Task<ReactionChange> Add(StoredReaction reaction, ReactionLimits limits) => database.Write(session =>
        session.Number($"SELECT count(*) {ReactionSql.OfReader}", reaction.Key()) > 0 ? ReactionChange.None
        : session.Execute(ReactionSql.Insert, [.. reaction.Columns(), limits.PerAddress, limits.PerNetwork]) > 0 ? ReactionChange.Added
        : ReactionChange.OverLimit);

    public Task<ReactionChange> Remove(StoredReaction reaction) => database.Write(session =>
        session.Execute($"DELETE {ReactionSql.OfReader}", reaction.Key()) > 0 ? ReactionChange.Removed : ReactionChange.None);

    public async Task<IReadOnlyDictionary<string, long>> Count(string articleId) => new Dictionary<string, long>(await database.Read(session =>
        session.All(ReactionSql.Count, row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), articleId)));

    public Task<IReadOnlyList<string>> FindArticlesToConvert(int limit) => database.Read(session =>
        session.All(ReactionSql.ArticlesToConvert, row => row.GetString(0), limit));

    public Task<int> Convert(string articleId, Func<ulong, ulong> hash, int limit) => database.Write(session =>
    {
        var rows = session.All(ReactionSql.ReadersToConvert, row => (Kind: row.GetString(0), Reader: row.GetInt64(1)), articleId, limit);
        foreach (var (kind, reader) in rows)
        {
            session.Execute("DELETE FROM reactions WHERE article_id = $1 AND kind = $2 AND reader = $3", articleId, kind, reader);
            session.Execute(
                "INSERT INTO reactions (article_id, kind, reader, per_article) VALUES ($1, $2, $3, 1) ON CONFLICT DO NOTHING",
                articleId, kind, unchecked((long)hash(unchecked((ulong)reader))));
        }
        return rows.Count;
    });
}
