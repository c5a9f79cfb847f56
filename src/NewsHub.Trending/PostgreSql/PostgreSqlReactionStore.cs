using NewsHub.Trending.Counting;
using NewsHub.Wire.PostgreSql;

namespace NewsHub.Trending.PostgreSql;

/// <summary>
/// Stores reactions in the wire's PostgreSQL database. Each change is its own transaction; the server flushes concurrent commits in groups.
/// </summary>
internal sealed class PostgreSqlReactionStore(PostgreSqlDatabase database) : IReactionStore
{
    public async Task<bool> Set(string articleId, ulong reader, string kind, bool on) => await database.Execute(
        on
            ? "INSERT INTO reactions (article_id, kind, reader) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            : "DELETE FROM reactions WHERE article_id = $1 AND kind = $2 AND reader = $3",
        [articleId, kind, unchecked((long)reader)]) > 0;

    public async Task<IReadOnlyDictionary<string, long>> Count(string articleId) => new Dictionary<string, long>(await database.All(
        "SELECT kind, count(*) FROM reactions WHERE article_id = $1 GROUP BY kind",
        row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), [articleId]));
}
