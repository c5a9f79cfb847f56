using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>Computes the topics of an article.</summary>
internal static class ArticleTopics
{
    /// <summary>Returns the current topics, broadest first; empty when the article is not public.</summary>
    public static IReadOnlyList<string> Of(Article article) =>
        article.IsPublic
            ? ((string?[])[
                Topic.News,
                article.AlertUntil is null ? null : Topic.Breaking,
                article.Coverage is null ? null : Topic.Live,
                Topic.Section(article.Section!),
                .. article.Tags.Select(Topic.Tag),
                Topic.Article(article.Id),
            ]).OfType<string>().ToArray()
            : [];

    /// <summary>
    /// Returns the topics of an entry: every topic the article has ever been on, so that all its readers get the change. An article from an archive is
    /// published on its own topic only. Of what happens to a live blog, only its start and end are for readers of lists.
    /// </summary>
    public static IReadOnlyList<string> OfEntry(Article article, EntryKind kind) => kind switch
    {
        EntryKind.Published when Backdating.IsFromArchive(article) => [Topic.Article(article.Id)],
        EntryKind.CoverageChanged when !LiveBlogs.CoverageRules.IsStartOrEnd(article) => [Topic.Live, Topic.Article(article.Id)],
        _ => article.Topics,
    };

    /// <summary>Returns all topics the article has ever been on, new ones last.</summary>
    public static IReadOnlyList<string> Accumulate(Article article) => article.Topics.Union(Of(article)).ToArray();
}
