using NewsHub.Wire;

namespace NewsHub.Web.Caching;

/// <summary>
/// The values of <c>Cache-Tag</c>, by which caches of content delivery networks remove pages: a page has one for each topic of entries that it follows, such as
/// <c>news</c>, <c>section-world</c> and <c>article-old-ferry</c>.
/// </summary>
internal static class CacheTags
{
    public static IEnumerable<string> Of(IEnumerable<string> topics) => topics.Where(topic => !Topic.Parse(topic).IsState).Select(topic => topic.Replace('/', '-'));
}
