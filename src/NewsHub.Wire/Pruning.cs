namespace NewsHub.Wire;

/// <summary>
/// The statements of one pruning step, which both databases run:
/// <code>
/// 1 find the first entry to keep   2 delete what belongs to the articles whose Killed entry goes   3 delete the entries   4 delete commands
/// </code>
/// Step 3 waits until step 2 has nothing left to delete: the Killed entry is what says that an article's rows are to go. The article's own row
/// stays, so that its address answers "withdrawn" and its id is not used again.
/// </summary>
internal static class Pruning
{
    /// <summary>$1: the time before which entries go. Of the oldest rows, at most <paramref name="max"/> lie before the result; the newest entry never does.</summary>
    public static string FirstKept(int max) =>
        $"""
        SELECT coalesce(min(CASE WHEN at >= $1 THEN sequence END), max(sequence), 0)
        FROM (SELECT sequence, at FROM entries ORDER BY sequence LIMIT {max + 1}) AS oldest
        """;

    /// <summary>$1: the first sequence to keep.</summary>
    public static string RowsOfKilled(ArticleRows rows, int max) =>
        $"""
        DELETE FROM {rows.Table} WHERE ({rows.Key}) IN (
          SELECT {rows.Key} FROM {rows.Table}
          WHERE {rows.Column} IN (SELECT '{rows.Prefix}' || article_id FROM entries WHERE sequence < $1 AND kind = '{nameof(EntryKind.Killed)}')
          LIMIT {max})
        """;

    /// <summary>$1: the first sequence to keep.</summary>
    public const string Entries = "DELETE FROM entries WHERE sequence < $1";

    /// <summary>$1: the time before which commands go.</summary>
    public static string Commands(int max) => $"DELETE FROM commands WHERE id IN (SELECT id FROM commands WHERE at < $1 ORDER BY at LIMIT {max})";
}
