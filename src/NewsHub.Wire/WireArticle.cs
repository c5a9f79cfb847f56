using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>The severity of a breaking article; a higher level takes precedence.</summary>
[GenerateSerializer, Alias("wire.alert"), JsonConverter(typeof(JsonStringEnumConverter<AlertLevel>))]
public enum AlertLevel
{
    [JsonStringEnumMemberName("urgent")] Urgent = 1,
    [JsonStringEnumMemberName("bulletin")] Bulletin = 2,
    [JsonStringEnumMemberName("flash")] Flash = 3,
}

/// <summary>An article as readers see it on the wire: everything but the body.</summary>
[GenerateSerializer, Immutable, Alias("wire.article")]
public sealed record WireArticle
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required int Version { get; init; }

    /// <summary>Null if the article is withheld or killed.</summary>
    [Id(2)] public string? Headline { get; init; }

    [Id(3)] public string? Summary { get; init; }
    [Id(4)] public string? Section { get; init; }
    [Id(5)] public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>1 (most urgent) to 9, as in IPTC NewsML.</summary>
    [Id(6)] public int Urgency { get; init; } = 5;

    /// <summary>Non-null while the article is breaking.</summary>
    [Id(7), JsonConverter(typeof(AlertLevelJson))] public AlertLevel? Alert { get; init; }

    [Id(8)] public string? Byline { get; init; }

    /// <summary>Where and when it was written, such as "PARIS, 26 November".</summary>
    [Id(17)] public string? Dateline { get; init; }

    [Id(9)] public Source? Source { get; init; }
    [Id(10)] public Image? Image { get; init; }
    [Id(11)] public string? Language { get; init; }

    /// <summary>Text for readers: what a correction changed, or the notice shown in place of a withheld article.</summary>
    [Id(12)] public string? Note { get; init; }

    [Id(13)] public DateTimeOffset? PublishedAt { get; init; }
    [Id(14)] public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The article's page, relative to the hub.</summary>
    [Id(15)] public required string Url { get; init; }

    /// <summary>Versions up to this one are redacted, and copies of them must be dropped; null for none.</summary>
    [Id(16)] public int? RedactedUpTo { get; init; }

    /// <summary>When the newsroom last published a correction note; null if the article was never corrected.</summary>
    [Id(18)] public DateTimeOffset? CorrectedAt { get; init; }

    /// <summary>
    /// True for an article dated more than 24 hours before it came to the hub, such as one of an archive that is imported; null for any other. It is no
    /// news, whatever its urgency.
    /// </summary>
    [Id(19)] public bool? FromArchive { get; init; }

    /// <summary>The article's live blog; null if it has none.</summary>
    [Id(20)] public Coverage? Coverage { get; init; }

    /// <summary>Creates the public form of an article that is not public: only its id, version and URL.</summary>
    public static WireArticle Bare(string id, int version) => new() { Id = id, Version = version, Url = $"/articles/{id}" };

    /// <summary>The form of an id as a regular expression.</summary>
    public const string IdPattern = "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$";

    /// <summary>True for 1 to 64 letters, digits, hyphens and underscores, starting with a letter or digit.</summary>
    public static bool IsId([NotNullWhen(true)] string? text) =>
        text is { Length: >= 1 and <= 64 } && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(IdCharacters);

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
}

/// <summary>The source of the article.</summary>
[GenerateSerializer, Immutable, Alias("wire.source")]
public sealed record Source([property: Id(0)] string Name, [property: Id(1)] string? Url = null);

/// <summary>The article's picture: an absolute https URL, an alternative text and a credit.</summary>
/// <param name="Width">Width of the file in pixels; null when the newsroom did not send it.</param>
/// <param name="Height">Height of the file in pixels; null when the newsroom did not send it.</param>
[GenerateSerializer, Immutable, Alias("wire.image")]
public sealed record Image(
    [property: Id(0)] string Url, [property: Id(1)] string? Alt = null, [property: Id(2)] string? Credit = null,
    [property: Id(3)] int? Width = null, [property: Id(4)] int? Height = null);
