using NewsHub.Wire;

namespace NewsHub.Web.LiveBlogs;

/// <summary>A live blog on the front page.</summary>
/// <param name="KeyEvent">Its newest key event; null while it has none.</param>
public sealed record LiveNowItem(WireArticle Article, WirePost? KeyEvent);
