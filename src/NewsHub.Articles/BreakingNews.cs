using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>The articles with an active alert: the most severe first, then the latest published.</summary>
/// <param name="Cursor">Every change up to this cursor is in the list. A client that follows the wire from it misses nothing.</param>
public sealed record BreakingNews(IReadOnlyList<WireArticle> Articles, Cursor Cursor);
