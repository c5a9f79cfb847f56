using System.Text.Json.Serialization;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>The lifecycle status of an article.</summary>
[GenerateSerializer, Alias("articles.status"), JsonConverter(typeof(JsonStringEnumConverter<ArticleStatus>))]
public enum ArticleStatus
{
    /// <summary>In progress; visible only to its newsroom and to editors.</summary>
    [JsonStringEnumMemberName("draft")] Draft,

    /// <summary>Held until its publication time or the end of its embargo, whichever is later.</summary>
    [JsonStringEnumMemberName("scheduled")] Scheduled,

    [JsonStringEnumMemberName("published")] Published,

    /// <summary>Withdrawn for now; it can be published again.</summary>
    [JsonStringEnumMemberName("withheld")] Withheld,

    /// <summary>Withdrawn permanently and erased. Id, version, newsroom, times, topics and the withdrawal remain.</summary>
    [JsonStringEnumMemberName("killed")] Killed,
}

/// <summary>An article. The grain state, the stored document and the API representation are this one type.</summary>
[GenerateSerializer, Immutable, Alias("articles.article")]
public sealed record Article
{
    [Id(0)] public required string Id { get; init; }

    /// <summary>Starts at 1 and increases by one with each change. Used as the ETag.</summary>
    [Id(1)] public required int Version { get; init; }

    [Id(2)] public required ArticleStatus Status { get; init; }

    /// <summary>The owner: the newsroom whose key created the article.</summary>
    [Id(3)] public required string Newsroom { get; init; }

    [Id(4)] public string? Headline { get; init; }
    [Id(5)] public string? Summary { get; init; }

    /// <summary>The body as submitted, in the format that <c>bodyFormat</c> names.</summary>
    [Id(6)] public string? Body { get; init; }

    [Id(7)] public BodyFormat BodyFormat { get; init; }

    /// <summary>The body as sanitised HTML, rendered when the command was received.</summary>
    [Id(8)] public string? BodyHtml { get; init; }

    [Id(9)] public string? Section { get; init; }
    [Id(10)] public IReadOnlyList<string> Tags { get; init; } = [];
    [Id(11)] public string? Language { get; init; }
    [Id(12)] public string? Byline { get; init; }

    /// <summary>Where and when it was written, such as "PARIS, 26 November".</summary>
    [Id(32)] public string? Dateline { get; init; }

    [Id(13)] public Source? Source { get; init; }
    [Id(14)] public Image? Image { get; init; }

    /// <summary>From 1 (most urgent) to 9.</summary>
    [Id(15)] public int Urgency { get; init; } = 5;

    [Id(16)] public AlertLevel? Alert { get; init; }

    /// <summary>Duration of the alert in minutes, counted from the moment it is raised.</summary>
    [Id(27)] public int? AlertMinutes { get; init; }

    /// <summary>When the alert clears automatically; absent until the alert is raised.</summary>
    [Id(17)] public DateTimeOffset? AlertUntil { get; init; }

    /// <summary>When the article is to be released. A time in the past becomes its publication date, and its place in lists.</summary>
    [Id(18)] public DateTimeOffset? PublishAt { get; init; }

    /// <summary>The article is not public before this time; no command, not even by an editor, releases it earlier.</summary>
    [Id(19)] public DateTimeOffset? EmbargoedUntil { get; init; }

    [Id(20)] public string? Slug { get; init; }
    [Id(21)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(22)] public required DateTimeOffset UpdatedAt { get; init; }
    [Id(23)] public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When the text was last replaced, corrected or published again. Absent when unchanged since first publication.</summary>
    [Id(28)] public DateTimeOffset? RevisedAt { get; init; }

    /// <summary>Public correction notes, latest last.</summary>
    [Id(24)] public IReadOnlyList<Correction> Corrections { get; init; } = [];

    /// <summary>The reason for a kill recorded by a version of the hub without <c>withdrawal</c>.</summary>
    [Id(25)] public string? KillReason { get; init; }

    /// <summary>Every topic the article has ever been on.</summary>
    [Id(26)] public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Present while the article is withheld or killed. Visible only to insiders.</summary>
    [Id(29)] public Withdrawal? Withdrawal { get; init; }

    /// <summary>Versions up to this one were redacted (erased). Absent when there was no redaction.</summary>
    [Id(30)] public int? RedactedUpTo { get; init; }

    /// <summary>All redactions, latest last; absent when there was none. Visible only to insiders.</summary>
    [Id(31)] public IReadOnlyList<Redaction>? Redactions { get; init; }

    /// <summary>The article's live blog; absent when it has none. An article keeps it once it has one.</summary>
    [Id(33)] public Coverage? Coverage { get; init; }

    /// <summary>
    /// The article's page, relative to the root of the hub. Without a <see cref="Slug"/> it ends with words of the headline, and changes with it: what a
    /// redaction takes out of a headline must not stay in the address.
    /// </summary>
    public string Url => UrlSlug is { } slug ? $"/articles/{Id}/{slug}" : $"/articles/{Id}";

    /// <summary>The last part of <see cref="Url"/>; null for an article whose headline has no letters for it.</summary>
    [JsonIgnore] public string? UrlSlug => Slug ?? Drafts.Slug.Of(Headline);

    /// <summary>True for an article from an archive, otherwise null.</summary>
    [JsonIgnore] public bool? FromArchive => Backdating.IsFromArchive(this) ? true : null;

    /// <summary>The alert while it is raised. <see cref="Alert"/> also names one that waits for the release.</summary>
    [JsonIgnore] public AlertLevel? RaisedAlert => AlertUntil is null ? null : Alert;

    [JsonIgnore] public bool IsPublic => Status is ArticleStatus.Published;

    /// <summary>True while only an editor can release the article. Also true without a recorded withdrawal: earlier hubs let only editors withhold.</summary>
    [JsonIgnore] public bool IsHeldByEditor => Status is ArticleStatus.Withheld && Withdrawal is not { IsByEditor: false };

    /// <summary>A copy without the fields that only insiders see.</summary>
    public Article ForReaders() => this with { Redactions = null };
}

/// <summary>The markup language of a body.</summary>
[GenerateSerializer, Alias("articles.bodyFormat"), JsonConverter(typeof(JsonStringEnumConverter<BodyFormat>))]
public enum BodyFormat
{
    [JsonStringEnumMemberName("markdown")] Markdown,
    [JsonStringEnumMemberName("html")] Html,

    /// <summary>Plain text: each line that is not blank becomes a paragraph.</summary>
    [JsonStringEnumMemberName("text")] Text,
}

/// <summary>A public note that states what was corrected.</summary>
[GenerateSerializer, Immutable, Alias("articles.correction")]
public sealed record Correction([property: Id(0)] DateTimeOffset At, [property: Id(1)] string Note);
