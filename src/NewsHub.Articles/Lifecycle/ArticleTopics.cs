using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>Which topics an article is on.</summary>
internal static class ArticleTopics
{
    /// <summary>Where it belongs as it is now: the widest topic first.</summary>
    public static IReadOnlyList<string> Of(Article article) =>
        article.IsPublic
            ? ((string?[])[
                Topic.News,
                article.AlertUntil is null ? null : Topic.Breaking,
                Topic.Section(article.Section!),
                .. article.Tags.Select(Topic.Tag),
                Topic.Article(article.Id),
            ]).OfType<string>().ToArray()
            : [];

    /// <summary>Everywhere it has ever been, with what is new behind what was there.</summary>
    public static IReadOnlyList<string> Joined(Article article) => article.Topics.Union(Of(article)).ToArray();
}
