using NewsHub.Syndication.Feeds;

namespace NewsHub.Syndication.Formats;

/// <summary>What a feed says, in whatever format.</summary>
internal sealed record Feed
{
    /// <summary>Withdrawals in a document. More of them in a week are not reported to the end of it.</summary>
    public const int MaxTombstones = 100;

    public required SiteAddress Site { get; init; }

    public required FeedKey Key { get; init; }

    /// <summary>Plain text, as all other texts.</summary>
    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>The author of articles without one: the name of the site.</summary>
    public required string Publisher { get; init; }

    /// <summary>The language of the feed's own words, a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>When something last changed: the latest of its articles and withdrawals.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>In the order of the list.</summary>
    public required IReadOnlyList<FeedEntry> Entries { get; init; }

    /// <summary>Latest first.</summary>
    public required IReadOnlyList<Withdrawal> Withdrawals { get; init; }

    /// <summary>The newest archive document, which continues this one; null while there is none.</summary>
    public string? PreviousArchive { get; init; }

    /// <summary>The permanent id.</summary>
    public string Id => Site.FeedId(Key.Path.Length == 0 ? "all" : Key.Path[1..]);

    public string PageUrl => Site.Url(Key.PagePath);

    public string IconUrl => Site.Url("/assets/favicon.svg");

    /// <summary>The URL of one of the feed's documents.</summary>
    public string UrlOf(string file) => Site.Url($"{Key.Path}/{file}");
}

/// <summary>A withdrawn article: its id, and no word of it.</summary>
/// <param name="Url">Its page without the last part of the address, which has words of the headline.</param>
/// <param name="Title">Says that it was withdrawn.</param>
/// <param name="Text">The newsroom's notice, or a general one.</param>
internal sealed record Withdrawal(string Id, string Url, string Title, string Text, DateTimeOffset PublishedAt, DateTimeOffset At);
