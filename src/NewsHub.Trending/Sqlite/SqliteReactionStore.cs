using NewsHub.Trending.Counting;
using NewsHub.Wire.Sqlite;

namespace NewsHub.Trending.Sqlite;

/// <summary>Stores reactions in the wire's SQLite database, through its single writer.</summary>
internal sealed class SqliteReactionStore(SqliteDatabase database) : IReactionStore
{
    public Task<bool> Set(string articleId, ulong reader, string kind, bool on) => database.Write(session => session.Execute(
        on
            ? "INSERT INTO reactions (article_id, kind, reader) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            : "DELETE FROM reactions WHERE article_id = $1 AND kind = $2 AND reader = $3",
        articleId, kind, unchecked((long)reader)) > 0);

    public async Task<IReadOnlyDictionary<string, long>> Count(string articleId)
    {
        var kinds = await database.Read(session => session.All(
            "SELECT kind, COUNT(*) FROM reactions WHERE article_id = $1 GROUP BY kind",
            row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), articleId));
        return new Dictionary<string, long>(kinds);
    }
}
