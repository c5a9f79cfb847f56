using NewsHub.Wire;
using Riok.Mapperly.Abstractions;

namespace NewsHub.Articles.Lifecycle;

/// <summary>
/// Builds the public summary of an article for the wire. Fields are mapped by name. A field that only one of the two records has fails the build
/// until it is listed here.
/// </summary>
[Mapper(AutoUserMappings = false)]
public static partial class ArticleCard
{
    /// <summary>Returns all public fields of a public article. For any other article, returns only id, version and URL, and the notice of a withheld one.</summary>
    public static WireArticle Of(Article article) => article.IsPublic
        ? OfPublic(article)
        : WireArticle.Bare(article.Id, article.Version) with { Note = article.Withdrawal?.Notice };

    // Under another name.
    [MapProperty(nameof(Article.RaisedAlert), nameof(WireArticle.Alert))]
    [MapProperty(nameof(Article.Corrections), nameof(WireArticle.Note), Use = nameof(LatestNote))]
    [MapProperty(nameof(Article.Corrections), nameof(WireArticle.CorrectedAt), Use = nameof(LatestCorrection))]
    // The body is on the article's page only.
    [MapperIgnoreSource(nameof(Article.Body))]
    [MapperIgnoreSource(nameof(Article.BodyFormat))]
    [MapperIgnoreSource(nameof(Article.BodyHtml))]
    // Not for readers of the wire.
    [MapperIgnoreSource(nameof(Article.Status))]
    [MapperIgnoreSource(nameof(Article.Newsroom))]
    [MapperIgnoreSource(nameof(Article.Alert))]
    [MapperIgnoreSource(nameof(Article.AlertMinutes))]
    [MapperIgnoreSource(nameof(Article.AlertUntil))]
    [MapperIgnoreSource(nameof(Article.PublishAt))]
    [MapperIgnoreSource(nameof(Article.EmbargoedUntil))]
    [MapperIgnoreSource(nameof(Article.Slug))]
    [MapperIgnoreSource(nameof(Article.UrlSlug))]
    [MapperIgnoreSource(nameof(Article.CreatedAt))]
    [MapperIgnoreSource(nameof(Article.RevisedAt))]
    [MapperIgnoreSource(nameof(Article.KillReason))]
    [MapperIgnoreSource(nameof(Article.Topics))]
    [MapperIgnoreSource(nameof(Article.Withdrawal))]
    [MapperIgnoreSource(nameof(Article.Redactions))]
    [MapperIgnoreSource(nameof(Article.IsPublic))]
    [MapperIgnoreSource(nameof(Article.IsHeldByEditor))]
    private static partial WireArticle OfPublic(Article article);

    [UserMapping]
    private static string? LatestNote(IReadOnlyList<Correction> corrections) => corrections.Count == 0 ? null : corrections[^1].Note;

    [UserMapping]
    private static DateTimeOffset? LatestCorrection(IReadOnlyList<Correction> corrections) => corrections.Count == 0 ? null : corrections[^1].At;
}
