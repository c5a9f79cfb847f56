using System.Text.Json.Serialization;
using NewsHub.Wire;

namespace NewsHub.Articles.Drafts;

/// <summary>An article as submitted by a newsroom, with validated fields.</summary>
[GenerateSerializer, Immutable, Alias("articles.draft")]
public sealed record Draft
{
    [Id(0)] public string? Headline { get; init; }
    [Id(1)] public string? Summary { get; init; }
    [Id(2)] public string? Body { get; init; }
    [Id(3)] public BodyFormat BodyFormat { get; init; }
    [Id(4)] public string? Section { get; init; }
    [Id(5)] public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A BCP 47 language tag.</summary>
    [Id(6)] public string? Language { get; init; }

    [Id(7)] public string? Byline { get; init; }
    /// <summary>Where and when the article was written, such as "PARIS, 26 November".</summary>
    [Id(18)] public string? Dateline { get; init; }

    [Id(8)] public Source? Source { get; init; }
    [Id(9)] public Image? Image { get; init; }

    /// <summary>From 1 (most urgent) to 9.</summary>
    [Id(10)] public int Urgency { get; init; } = 5;

    [Id(11)] public AlertLevel? Alert { get; init; }

    /// <summary>Duration of the alert in minutes.</summary>
    [Id(12)] public int? AlertMinutes { get; init; }

    [Id(13)] public DateTimeOffset? PublishAt { get; init; }
    [Id(14)] public DateTimeOffset? EmbargoedUntil { get; init; }
    /// <summary>True when the newsroom removes the time of release, which an absent <see cref="PublishAt"/> keeps.</summary>
    [Id(19)] internal bool ClearsPublishAt { get; init; }

    /// <summary>True when the newsroom removes the embargo, which an absent <see cref="EmbargoedUntil"/> keeps.</summary>
    [Id(20)] internal bool ClearsEmbargo { get; init; }

    [Id(15)] public string? Slug { get; init; }

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
