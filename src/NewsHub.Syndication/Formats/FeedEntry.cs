using NewsHub.Articles;
using NewsHub.Articles.Language;
using NewsHub.Wire;

namespace NewsHub.Syndication.Formats;

/// <summary>An article as feeds show it. All texts are plain, except <see cref="Content"/>, and have only characters that XML allows.</summary>
internal sealed record FeedEntry
{
    /// <summary>The permanent id.</summary>
    public required string Id { get; init; }

    public required string Url { get; init; }

    public required string Title { get; init; }

    public string? Summary { get; init; }

    /// <summary>HTML with absolute links, with its language and its direction. Corrections come first, the latest of them before the others.</summary>
    public required string Content { get; init; }

    public string? Author { get; init; }

    /// <summary>A BCP 47 tag; null if the newsroom named none.</summary>
    public string? Language { get; init; }

    public required Category Section { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public Picture? Picture { get; init; }

    /// <summary>Where the article comes from.</summary>
    public Source? Source { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>When its text last changed. Alerts and redactions do not change it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public static FeedEntry Of(Article article, SiteAddress site, Sections sections, Words words)
    {
        var published = article.PublishedAt ?? article.CreatedAt;
        return new FeedEntry
        {
            Id = site.ArticleId(article.Id, published),
            Url = site.Url(article.Url),
            Title = XmlCharacters.Clean(article.Headline ?? ""),
            Summary = article.Summary is { Length: > 0 } summary ? XmlCharacters.Clean(summary) : null,
            Content = XmlCharacters.Clean(ArticleContent.Of(article, site, words)),
            Author = article.Byline is { Length: > 0 } byline ? XmlCharacters.Clean(byline) : null,
            Language = article.Language,
            Section = new Category(article.Section ?? "", XmlCharacters.Clean(sections.Find(article.Section)?.Name ?? article.Section ?? "")),
            Tags = article.Tags,
            Picture = article.Image is { } image ? Picture.Of(image) : null,
            Source = article.Source is { } source ? new Source(XmlCharacters.Clean(source.Name), source.Url) : null,
            PublishedAt = published,
            UpdatedAt = ChangedAt(article, published),
        };
    }

    /// <summary>When the text of an article last changed.</summary>
    public static DateTimeOffset ChangedAt(Article article, DateTimeOffset published) =>
        new[] { published, article.RevisedAt ?? published, article.Corrections.Count > 0 ? article.Corrections[^1].At : published }.Max();
}

/// <summary>The section of an article.</summary>
internal sealed record Category(string Slug, string Name);
