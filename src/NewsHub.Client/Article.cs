using System.Text.Json.Serialization;

namespace NewsHub.Client;

/// <summary>An article as the wire shows it: everything but the body. All of it is text, never markup.</summary>
public sealed record Article
{
    public required string Id { get; init; }

    public required int Version { get; init; }

    /// <summary>Null where the article is withheld or killed.</summary>
    public string? Headline { get; init; }

    public string? Summary { get; init; }

    public string? Section { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>1 (most urgent) to 9, as in IPTC NewsML.</summary>
    public int Urgency { get; init; } = 5;

    /// <summary>Null: the article is not breaking.</summary>
    public Alert? Alert { get; init; }

    public string? Byline { get; init; }

    public Source? Source { get; init; }

    public Image? Image { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>What a correction corrected; of a withheld article, what readers are told instead of it.</summary>
    public string? Note { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The article's page, relative to the hub.</summary>
    public required string Url { get; init; }

    /// <summary>Versions up to this one were redacted: copies of them must not be kept. Null: none was.</summary>
    public int? RedactedUpTo { get; init; }
}

/// <summary>How loud a breaking article is.</summary>
[JsonConverter(typeof(KnownNames<Alert>))]
public enum Alert
{
    /// <summary>A level that this version of the library does not know.</summary>
    Other,
    Urgent,
    Bulletin,
    Flash,
}

/// <summary>Who the article comes from.</summary>
public sealed record Source(string Name, string? Url = null);

/// <summary>The picture that goes with the article: an absolute https address, what it shows, whose it is.</summary>
public sealed record Image(string Url, string? Alt = null, string? Credit = null);
