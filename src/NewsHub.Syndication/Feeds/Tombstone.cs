using NewsHub.Articles;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>An article that was withdrawn, as feeds report it for some days.</summary>
/// <param name="Version">The article's version that withdrew it.</param>
/// <param name="At">When it was withdrawn.</param>
/// <param name="PublishedAt">When the article was first published; its year is part of the id.</param>
/// <param name="Topics">Every topic the article was ever on.</param>
/// <param name="IsKilled">False for an article that is withheld.</param>
/// <param name="Notice">The newsroom's text for readers, if any.</param>
internal sealed record Tombstone(
    string Id, int Version, DateTimeOffset At, DateTimeOffset PublishedAt, IReadOnlyList<string> Topics, bool IsKilled, string? Notice)
{
    /// <summary>How long feeds report a withdrawal. A reader that asks less often keeps the article.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>When feeds stop to report it.</summary>
    public DateTimeOffset Until => At + Lifetime;

    /// <param name="entry">A kill or a withholding.</param>
    public static Tombstone Of(Entry entry, DateTimeOffset publishedAt) =>
        new(entry.Article.Id, entry.Article.Version, entry.At, publishedAt, entry.Topics, entry.Kind is EntryKind.Killed, entry.Article.Note);

    /// <summary>Null when the article has been published again.</summary>
    /// <param name="article">The article in the store. A kill by an earlier hub erased the date of publication.</param>
    public static Tombstone? Of(Entry entry, Article article) =>
        article.Status is ArticleStatus.Killed or ArticleStatus.Withheld ? Of(entry, article.PublishedAt ?? article.CreatedAt) : null;
}
