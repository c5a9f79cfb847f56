using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>A page of public articles, most recently published first.</summary>
/// <param name="Next">The value of <c>before</c> for the next page; absent on the last page.</param>
/// <param name="Cursor">Every change up to this cursor is in the list. A client that follows the wire from it misses nothing.</param>
public sealed record ArticlePage(IReadOnlyList<WireArticle> Articles, string? Next, Cursor Cursor);
