namespace NewsHub.Trending.Counting;

/// <summary>The statements that SQLite and PostgreSQL share.</summary>
internal static class ReactionSql
{
    /// <summary>The reaction of a reader, by the values of <see cref="Key"/>. A former identity is only looked for in reactions from that time.</summary>
    public const string OfReader =
        "FROM reactions WHERE article_id = $1 AND kind = $2 AND reader IN ($3, $4) AND (reader = $3 OR address IS NULL)";

    /// <summary>Inserts the values of <see cref="Columns"/> unless the address has $7 reactions or the network $8. Unknown origins equal nothing.</summary>
    public const string Insert =
        """
        INSERT INTO reactions (article_id, kind, reader, address, network, per_article)
        SELECT $1, $2, $3, $4, $5, $6
        WHERE (SELECT count(*) FROM reactions WHERE article_id = $1 AND kind = $2 AND network = $5 AND address = $4) < $7
          AND (SELECT count(*) FROM reactions WHERE article_id = $1 AND kind = $2 AND network = $5) < $8
        ON CONFLICT DO NOTHING
        """;

    public const string Count = "SELECT kind, count(*) FROM reactions WHERE article_id = $1 GROUP BY kind";

    public const string ArticlesToConvert = "SELECT DISTINCT article_id FROM reactions WHERE per_article = 0 LIMIT $1";

    public const string ReadersToConvert = "SELECT kind, reader FROM reactions WHERE article_id = $1 AND per_article = 0 LIMIT $2";

    public static object?[] Key(this StoredReaction reaction) =>
        [reaction.ArticleId, reaction.Kind, unchecked((long)reaction.Reader), unchecked((long)(reaction.Former == 0 ? reaction.Reader : reaction.Former))];

    public static object?[] Columns(this StoredReaction reaction) =>
        [reaction.ArticleId, reaction.Kind, unchecked((long)reaction.Reader), OrNull(reaction.Address), OrNull(reaction.Network), 1];

    private static object? OrNull(ulong hash) => hash == 0 ? null : unchecked((long)hash);
}
