using System.Text.Json.Serialization;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>Where an article stands in its life.</summary>
[GenerateSerializer, Alias("articles.status"), JsonConverter(typeof(JsonStringEnumConverter<ArticleStatus>))]
public enum ArticleStatus
{
    /// <summary>Being written; nobody but the newsroom sees it.</summary>
    [JsonStringEnumMemberName("draft")] Draft,

    /// <summary>Finished and held: it is released at its time or when its embargo ends.</summary>
    [JsonStringEnumMemberName("scheduled")] Scheduled,

    [JsonStringEnumMemberName("published")] Published,

    /// <summary>Taken back for now; it may be published again.</summary>
    [JsonStringEnumMemberName("withheld")] Withheld,

    /// <summary>Taken back for good and erased; only its id, version and reason remain.</summary>
    [JsonStringEnumMemberName("killed")] Killed,
}

/// <summary>An article as its grain owns it, as it is stored, and as the hub API shows it: one shape.</summary>
[GenerateSerializer, Immutable, Alias("articles.article")]
public sealed record Article
{
    [Id(0)] public required string Id { get; init; }

    /// <summary>1 for the first stored version, then one more for each change; the ETag.</summary>
    [Id(1)] public required int Version { get; init; }

    [Id(2)] public required ArticleStatus Status { get; init; }

    /// <summary>Who owns it: the newsroom whose key created it.</summary>
    [Id(3)] public required string Newsroom { get; init; }

    [Id(4)] public string? Headline { get; init; }
    [Id(5)] public string? Summary { get; init; }

    /// <summary>The body as the newsroom wrote it, in <see cref="BodyFormat"/>.</summary>
    [Id(6)] public string? Body { get; init; }

    [Id(7)] public BodyFormat BodyFormat { get; init; }

    /// <summary>The body as pages show it: sanitised when it was stored.</summary>
    [Id(8)] public string? BodyHtml { get; init; }

    [Id(9)] public string? Section { get; init; }
    [Id(10)] public IReadOnlyList<string> Tags { get; init; } = [];
    [Id(11)] public string? Language { get; init; }
    [Id(12)] public string? Byline { get; init; }
    [Id(13)] public Source? Source { get; init; }
    [Id(14)] public Image? Image { get; init; }

    /// <summary>1 (most urgent) to 9.</summary>
    [Id(15)] public int Urgency { get; init; } = 5;

    [Id(16)] public AlertLevel? Alert { get; init; }

    /// <summary>How long the alert lasts from the moment it goes out.</summary>
    [Id(27)] public int? AlertMinutes { get; init; }

    /// <summary>When the alert clears by itself; absent while it has not gone out.</summary>
    [Id(17)] public DateTimeOffset? AlertUntil { get; init; }

    /// <summary>When it is to be released; in the past: the date it carries.</summary>
    [Id(18)] public DateTimeOffset? PublishAt { get; init; }

    /// <summary>Nobody may show it before; it cannot be released earlier by anyone.</summary>
    [Id(19)] public DateTimeOffset? EmbargoedUntil { get; init; }

    [Id(20)] public string? Slug { get; init; }
    [Id(21)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(22)] public required DateTimeOffset UpdatedAt { get; init; }
    [Id(23)] public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When readers last got another text, a note, or all of it again; absent: it reads as it was first published.</summary>
    [Id(28)] public DateTimeOffset? RevisedAt { get; init; }

    /// <summary>Public notes of what was corrected, the latest last.</summary>
    [Id(24)] public IReadOnlyList<Correction> Corrections { get; init; } = [];

    /// <summary>Why it was killed, by a version of the hub that recorded no <see cref="Withdrawal"/>.</summary>
    [Id(25)] public string? KillReason { get; init; }

    /// <summary>Every topic it has ever been on; each of its entries goes to all of them.</summary>
    [Id(26)] public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Present while it is withheld or killed. For insiders.</summary>
    [Id(29)] public Withdrawal? Withdrawal { get; init; }

    /// <summary>Versions up to this one were redacted: they are erased, and the article stays as it is. Absent: none was.</summary>
    [Id(30)] public int? RedactedUpTo { get; init; }

    /// <summary>Every redaction, the latest last; absent: there was none. For insiders.</summary>
    [Id(31)] public IReadOnlyList<Redaction>? Redactions { get; init; }

    /// <summary>Its page, relative to the hub.</summary>
    public string Url => Slug is null ? $"/articles/{Id}" : $"/articles/{Id}/{Slug}";

    [JsonIgnore] public bool IsPublic => Status is ArticleStatus.Published;

    /// <summary>True while only an editor may release it. A version of the hub that recorded no withdrawal let nobody else withhold.</summary>
    [JsonIgnore] public bool IsHeldByEditor => Status is ArticleStatus.Withheld && Withdrawal is not { IsByEditor: false };

    /// <summary>The article without what only insiders may know.</summary>
    public Article ForReaders() => this with { Redactions = null };
}

/// <summary>How a body is written.</summary>
[GenerateSerializer, Alias("articles.bodyFormat"), JsonConverter(typeof(JsonStringEnumConverter<BodyFormat>))]
public enum BodyFormat
{
    [JsonStringEnumMemberName("markdown")] Markdown,
    [JsonStringEnumMemberName("html")] Html,

    /// <summary>Wire copy: every line that is not empty is a paragraph.</summary>
    [JsonStringEnumMemberName("text")] Text,
}

/// <summary>A public note of what was wrong.</summary>
[GenerateSerializer, Immutable, Alias("articles.correction")]
public sealed record Correction([property: Id(0)] DateTimeOffset At, [property: Id(1)] string Note);
