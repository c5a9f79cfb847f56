using NewsHub.Wire;

namespace NewsHub.Articles.Latest;

/// <summary>Selects the articles of a list: all, those of a section, or those with a tag.</summary>
public sealed record ArticleFilter(string? Section = null, string? Tag = null)
{
    public static readonly ArticleFilter All = new();

    /// <summary>The topic of the matching articles in the store and on the wire.</summary>
    public string Topic => this switch
    {
        { Section: { } section } => Wire.Topic.Section(section),
        { Tag: { } tag } => Wire.Topic.Tag(tag),
        _ => Wire.Topic.News,
    };

    public bool Matches(WireArticle article) =>
        (Section is null || article.Section == Section) && (Tag is null || article.Tags.Contains(Tag));
}
