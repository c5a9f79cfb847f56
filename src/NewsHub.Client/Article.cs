using System.Text.Json.Serialization;

namespace NewsHub.Client;

/// <summary>An article on the wire, without its body. All values are plain text, not markup.</summary>
public sealed record Article
{
    public required string Id { get; init; }

    public required int Version { get; init; }

    /// <summary>Null if the article is withheld or killed.</summary>
    public string? Headline { get; init; }

    public string? Summary { get; init; }

    public string? Section { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>1 (most urgent) to 9, as in IPTC NewsML.</summary>
    public int Urgency { get; init; } = 5;

    /// <summary>Null if the article is not breaking.</summary>
    public Alert? Alert { get; init; }

    public string? Byline { get; init; }

    /// <summary>Where and when it was written, such as "PARIS, 26 November".</summary>
    public string? Dateline { get; init; }

    public Source? Source { get; init; }

    public Image? Image { get; init; }

    /// <summary>A BCP 47 language tag.</summary>
    public string? Language { get; init; }

    /// <summary>The correction note; for a withheld article, the notice shown in its place.</summary>
    public string? Note { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The URL of the article's page, relative to the hub.</summary>
    public required string Url { get; init; }

    /// <summary>Versions up to and including this one were redacted; do not keep copies of them. Null if none was.</summary>
    public int? RedactedUpTo { get; init; }

    /// <summary>When the newsroom last published a correction note; null if the article was never corrected.</summary>
    public DateTimeOffset? CorrectedAt { get; init; }

    /// <summary>True for an article dated more than 24 hours before it came to the hub, such as one of an archive that is imported; null for any other.</summary>
    public bool? FromArchive { get; init; }

    /// <summary>The article's live blog; null if it has none.</summary>
    public Coverage? Coverage { get; init; }
}

/// <summary>The alert level of a breaking article.</summary>
[JsonConverter(typeof(TolerantEnumConverter<Alert>))]
public enum Alert
{
    /// <summary>A level that this version of the library does not know.</summary>
    Other,
    Urgent,
    Bulletin,
    Flash,
}

/// <summary>The source of an article.</summary>
public sealed record Source(string Name, string? Url = null);

/// <summary>The image of an article: an absolute https URL, an alternative text, a credit, and the size in pixels if the newsroom sent it.</summary>
public sealed record Image(string Url, string? Alt = null, string? Credit = null, int? Width = null, int? Height = null);
