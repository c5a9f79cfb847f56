using System.Globalization;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>Names a list of articles that has feeds.</summary>
/// <param name="Slug">The section, the tag, the number of an archive or the id of a live blog's article; empty for the others.</param>
internal readonly record struct FeedKey(FeedKind Kind, string Slug = "")
{
    public static readonly FeedKey All = new(FeedKind.All);
    public static readonly FeedKey Corrections = new(FeedKind.Corrections);

    public static FeedKey Section(string slug) => new(FeedKind.Section, slug);

    public static FeedKey Tag(string slug) => new(FeedKind.Tag, slug);

    /// <summary>The posts of a live blog.</summary>
    /// <param name="url">The article's page.</param>
    public static FeedKey LiveBlog(string articleId, string url) => new(FeedKind.LiveBlog, articleId) { ArticleUrl = url };

    /// <summary>The page of a live blog.</summary>
    private string? ArticleUrl { get; init; }

    /// <param name="number">From 1 for the oldest articles.</param>
    public static FeedKey Archive(int number) => new(FeedKind.Archive, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>What precedes the names of its documents: <c>/sections/world</c>; empty for all articles.</summary>
    public string Path => Kind switch
    {
        FeedKind.Section => $"/sections/{Slug}",
        FeedKind.Tag => $"/tags/{Slug}",
        FeedKind.Corrections => "/corrections",
        FeedKind.LiveBlog => $"/articles/{Slug}",
        _ => "", // an archive is a part of the feed of all articles
    };

    /// <summary>The page that shows the same articles.</summary>
    public string PagePath => Kind is FeedKind.Section or FeedKind.Tag ? Path : ArticleUrl ?? "/latest";

    /// <summary>The topic of its articles in the store, and of their withdrawals on the wire. The log does not say which withdrawn articles had been corrected.</summary>
    public string Topic => Kind switch
    {
        FeedKind.Section => Wire.Topic.Section(Slug),
        FeedKind.Tag => Wire.Topic.Tag(Slug),
        _ => Wire.Topic.News,
    };

    public bool Contains(WireArticle article) => article.Headline is not null && Kind switch
    {
        FeedKind.Section => article.Section == Slug,
        FeedKind.Tag => article.Tags.Contains(Slug),
        FeedKind.Corrections => article.CorrectedAt is not null,
        _ => true,
    };

    /// <summary>The date that places an article in the list.</summary>
    public DateTimeOffset? DateOf(WireArticle article) => Kind is FeedKind.Corrections ? article.CorrectedAt : article.PublishedAt;
}

/// <summary>The kinds of lists.</summary>
internal enum FeedKind
{
    All,
    Section,
    Tag,

    /// <summary>Articles with a correction, the latest correction first.</summary>
    Corrections,

    /// <summary>A hundred articles in the order in which they came (<see cref="Archives.ArchiveBlocks"/>).</summary>
    Archive,

    /// <summary>The posts of a live blog, which are no articles.</summary>
    LiveBlog,
}
