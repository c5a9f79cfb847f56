using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using NewsHub.Wire;

namespace NewsHub.Articles.Drafts;

/// <summary>An article as submitted by a newsroom, with validated fields.</summary>
[GenerateSerializer, Immutable, Alias("articles.draft")]
public sealed record Draft
{
    /// <summary>Plain text.</summary>
    [Id(0), Required, MaxLength(DraftReader.MaxHeadline)] public string? Headline { get; init; }
    /// <summary>Plain text.</summary>
    [Id(1), MaxLength(DraftReader.MaxSummary)] public string? Summary { get; init; }
    /// <summary>The text, in the format that <c>bodyFormat</c> names.</summary>
    [Id(2), MaxLength(DraftReader.MaxBody)] public string? Body { get; init; }
    [Id(3)] public BodyFormat BodyFormat { get; init; }
    /// <summary>The slug of one of the hub's sections.</summary>
    [Id(4), RegularExpression(Topic.SlugPattern), MaxLength(Topic.MaxSlugLength)] public string? Section { get; init; }
    /// <summary>Slugs of at most 50 characters.</summary>
    [Id(5), MaxLength(DraftReader.MaxTags)] public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A BCP 47 language tag.</summary>
    [Id(6), RegularExpression(DraftReader.LanguagePattern), MaxLength(DraftReader.MaxLanguage)] public string? Language { get; init; }

    /// <summary>Plain text.</summary>
    [Id(7), MaxLength(DraftReader.MaxLine)] public string? Byline { get; init; }

    /// <summary>Where and when the article was written, such as "PARIS, 26 November".</summary>
    [Id(18), MaxLength(DraftReader.MaxLine)] public string? Dateline { get; init; }

    [Id(8)] public Source? Source { get; init; }
    [Id(9)] public Image? Image { get; init; }

    /// <summary>From 1 (most urgent) to 9.</summary>
    [Id(10), Range(DraftReader.MinUrgency, DraftReader.MaxUrgency)] public int Urgency { get; init; } = 5;

    [Id(11)] public AlertLevel? Alert { get; init; }

    /// <summary>Duration of the alert in minutes.</summary>
    [Id(12), Range(1, DraftReader.MaxAlertMinutes)] public int? AlertMinutes { get; init; }

    /// <summary>In the future: the time of release. In the past: the date that the article carries. With its zone.</summary>
    [Id(13)] public DateTimeOffset? PublishAt { get; init; }
    /// <summary>The earliest time at which anyone may release the article. With its zone.</summary>
    [Id(14)] public DateTimeOffset? EmbargoedUntil { get; init; }

    /// <summary>True when the newsroom removes the time of release, which an absent <see cref="PublishAt"/> keeps.</summary>
    [Id(19)] internal bool ClearsPublishAt { get; init; }

    /// <summary>True when the newsroom removes the embargo, which an absent <see cref="EmbargoedUntil"/> keeps.</summary>
    [Id(20)] internal bool ClearsEmbargo { get; init; }

    /// <summary>The last part of the article's address; made from the headline if absent.</summary>
    [Id(15), RegularExpression(Topic.SlugPattern), MaxLength(Topic.MaxSlugLength)] public string? Slug { get; init; }

    /// <summary>Makes the article a live blog, or changes when it is planned to start, when it ends and its order. Absent keeps it; commands change its state.</summary>
    [Id(22)] public Coverage? Coverage { get; init; }

    /// <summary><c>published</c> publishes now or at <c>publishAt</c>; <c>draft</c> only stores the article; absent leaves the status as it is.</summary>
    [Id(16)] public DraftStatus? Status { get; init; }

    /// <summary>The sanitised body, rendered once when the command is received.</summary>
    [JsonIgnore, Id(17)] public string? BodyHtml { get; init; }

    /// <summary>What was left out of the body, in words; empty when nothing.</summary>
    [Id(21)] internal IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The status that a draft requests.</summary>
[GenerateSerializer, Alias("articles.draftStatus"), JsonConverter(typeof(JsonStringEnumConverter<DraftStatus>))]
public enum DraftStatus
{
    [JsonStringEnumMemberName("draft")] Draft,
    [JsonStringEnumMemberName("published")] Published,

    /// <summary>The status that GET returns for a held article. In a request it changes nothing.</summary>
    [JsonStringEnumMemberName("scheduled")] Scheduled,

    /// <inheritdoc cref="Scheduled"/>
    [JsonStringEnumMemberName("withheld")] Withheld,
}
