using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>Builds the public summary of an article for the wire.</summary>
internal static class ArticleCard
{
    /// <summary>Returns all public fields of a public article. For any other article, returns only id, version and URL, and the notice of a withheld one.</summary>
    public static WireArticle Of(Article article) => article.IsPublic
        ? new WireArticle
        {
            Id = article.Id,
            Version = article.Version,
            Headline = article.Headline,
            Summary = article.Summary,
            Section = article.Section,
            Tags = article.Tags,
            Urgency = article.Urgency,
            Alert = article.AlertUntil is null ? null : article.Alert,
            Byline = article.Byline,
            Source = article.Source,
            Image = article.Image,
            Language = article.Language,
            Note = article.Corrections.Count == 0 ? null : article.Corrections[^1].Note,
            PublishedAt = article.PublishedAt,
            UpdatedAt = article.UpdatedAt,
            Url = article.Url,
            RedactedUpTo = article.RedactedUpTo,
        }
        : WireArticle.Bare(article.Id, article.Version) with { Note = article.Withdrawal?.Notice };
}
