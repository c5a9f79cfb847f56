namespace NewsHub.Syndication.Documents;

/// <summary>Names a document at one address of the site.</summary>
/// <param name="Path">Its path: <c>/sections/world/feed.xml</c>.</param>
internal sealed record DocumentKey(SiteAddress Site, string Path);
