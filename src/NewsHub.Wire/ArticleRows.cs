namespace NewsHub.Wire;

/// <summary>Rows that belong to an article.</summary>
/// <param name="Key">The columns of the table's primary key, separated by commas.</param>
/// <param name="Column">The column that names the article.</param>
/// <param name="Prefix">What precedes the article's id in that column, as in the id of a grain.</param>
public sealed record ArticleRows(string Table, string Key, string Column = "article_id", string Prefix = "");
