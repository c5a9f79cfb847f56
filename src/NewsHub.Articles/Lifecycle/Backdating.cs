namespace NewsHub.Articles.Lifecycle;

/// <summary>The rules for articles whose publication date is in the past, such as those of an archive that is imported.</summary>
internal static class Backdating
{
    /// <summary>How far an article's date precedes its creation at least when it comes from an archive.</summary>
    private static readonly TimeSpan ArchiveAge = TimeSpan.FromHours(24);

    /// <summary>A date that precedes the entry by less than this is not a past one: a scheduled release is executed a little after its time.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    /// <summary>True for an article from an archive: publishing it is not news, and it cannot have an alert.</summary>
    public static bool IsFromArchive(Article article) => article.PublishedAt < article.CreatedAt - ArchiveAge;

    /// <summary>The date that places an article in lists. Null without a date in the past: the article is then listed in order of arrival.</summary>
    /// <param name="publishedAt">The article's publication date.</param>
    /// <param name="at">When the entry was written that published it.</param>
    public static DateTimeOffset? ListedAt(DateTimeOffset? publishedAt, DateTimeOffset at) => publishedAt < at - Lateness ? publishedAt : null;
}
