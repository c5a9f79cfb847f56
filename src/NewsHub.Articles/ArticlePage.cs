using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>A page of public articles, the latest published first.</summary>
/// <param name="Next">What to send as <c>before</c> for the next page; absent on the last one.</param>
public sealed record ArticlePage(IReadOnlyList<WireArticle> Articles, Cursor? Next);
