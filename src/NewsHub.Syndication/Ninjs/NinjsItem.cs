using System.Globalization;
using NewsHub.Articles;
using NewsHub.Syndication.Formats;

namespace NewsHub.Syndication.Ninjs;

/// <summary>Makes the ninjs document of an article.</summary>
internal static class NinjsItem
{
    private const string PlainText = "text/plain";
    private const string Html = "text/html";

    /// <param name="article">One that is public or was once.</param>
    public static NinjsDocument Of(Article article, SiteAddress site, Sections sections, NinjsVersion version)
    {
        var published = article.PublishedAt ?? article.CreatedAt;
        var identity = new NinjsDocument
        {
            Uri = site.ArticleId(article.Id, published),
            Version = article.Version.ToString(CultureInfo.InvariantCulture),
            FirstCreated = XmlDocumentWriter.Rfc3339(published),
            VersionCreated = XmlDocumentWriter.Rfc3339(article.UpdatedAt),
            PubStatus = article.IsPublic ? "usable" : article.Status is ArticleStatus.Killed ? "canceled" : "withheld",
            EdNote = article.IsPublic ? null : article.Withdrawal?.Notice,
            Standard = version.Standard,
        };
        return article.IsPublic ? WithContent(identity, article, site, sections) : identity;
    }

    private static NinjsDocument WithContent(NinjsDocument identity, Article article, SiteAddress site, Sections sections) => identity with
    {
        RepresentationType = "full",
        Urgency = article.Urgency,
        Language = article.Language,
        Headlines = TextsOf(("main", PlainText, article.Headline)),
        Descriptions = TextsOf(("summary", PlainText, article.Summary), ("dateline", PlainText, article.Dateline)),
        Bodies = TextsOf(("main", Html, article.BodyHtml is { Length: > 0 } body ? ArticleContent.WithAbsoluteAddresses(body, site.Url(article.Url)) : null)),
        By = article.Byline,
        Slugline = article.UrlSlug,
        Subjects =
        [
            .. article.Section is { } section ? new[] { new NinjsSubject(sections.Find(section)?.Name ?? section, "section", site.Url($"/sections/{section}"), section) } : [],
            .. article.Tags.Select(tag => new NinjsSubject(tag, "tag", site.Url($"/tags/{tag}"), tag)),
        ],
        Genres = NullIfEmpty(GenresOf(article)),
        InfoSources = article.Source is { } source ? [new NinjsInfoSource(source.Name, source.Url is { } url ? [new NinjsContact("web", url)] : null)] : null,
        Renditions = [new NinjsRendition("web", AbsoluteOf(site.Url(article.Url)), Html)],
        Associations = NullIfEmpty(AssociationsOf(identity.Uri, article)),
    };

    private static IEnumerable<NinjsGenre> GenresOf(Article article)
    {
        if (article.RaisedAlert is { } alert && alert.ToString().ToLowerInvariant() is var level) yield return new NinjsGenre(level, level);
        if (article.FromArchive is true) yield return new NinjsGenre("archive", "archive");
    }

    private static IEnumerable<NinjsAssociation> AssociationsOf(string uri, Article article)
    {
        if (article.Image is { } image) yield return PictureOf(uri, Picture.Of(image), article.Language);
        foreach (var (index, correction) in article.Corrections.Index())
            yield return new NinjsAssociation
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"correction_{index + 1}"),
                Rel = "correction",
                Uri = string.Create(CultureInfo.InvariantCulture, $"{uri}/correction/{index + 1}"),
                Type = "text",
                VersionCreated = XmlDocumentWriter.Rfc3339(correction.At),
                Language = article.Language,
                Bodies = TextsOf(("correction", PlainText, correction.Note)),
            };
    }

    private static NinjsAssociation PictureOf(string uri, Picture picture, string? language) => new()
    {
        Name = "picture",
        Rel = "picture",
        Uri = $"{uri}/picture",
        Type = "picture",
        Language = language,
        Descriptions = TextsOf(("alt", PlainText, picture.Alt)),
        By = picture.Credit,
        Renditions = [new NinjsRendition("main", AbsoluteOf(picture.Url), picture.Type, picture.Width, picture.Height)],
    };

    private static NinjsText[]? TextsOf(params IEnumerable<(string Role, string Type, string? Value)> texts) =>
        NullIfEmpty(texts.Where(text => text.Value is { Length: > 0 }).Select(text => new NinjsText(text.Role, text.Type, text.Value!)));

    private static T[]? NullIfEmpty<T>(IEnumerable<T> items) => items.ToArray() is { Length: > 0 } some ? some : null;

    // With the characters of a URI (RFC 3986), as the schemas want it.
    private static string AbsoluteOf(string url) => new Uri(url).AbsoluteUri;
}
