using System.Text.Json.Serialization;
using NewsHub.Wire;

namespace NewsHub.Articles.Drafts;

/// <summary>An article as a newsroom hands it in; the door has checked its fields.</summary>
[GenerateSerializer, Immutable, Alias("articles.draft")]
public sealed record Draft
{
    [Id(0)] public string? Headline { get; init; }
    [Id(1)] public string? Summary { get; init; }
    [Id(2)] public string? Body { get; init; }
    [Id(3)] public BodyFormat BodyFormat { get; init; }
    [Id(4)] public string? Section { get; init; }
    [Id(5)] public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>BCP 47.</summary>
    [Id(6)] public string? Language { get; init; }

    [Id(7)] public string? Byline { get; init; }
    [Id(8)] public Source? Source { get; init; }
    [Id(9)] public Image? Image { get; init; }

    /// <summary>1 (most urgent) to 9.</summary>
    [Id(10)] public int Urgency { get; init; } = 5;

    [Id(11)] public AlertLevel? Alert { get; init; }

    /// <summary>How long the alert lasts.</summary>
    [Id(12)] public int? AlertMinutes { get; init; }

    [Id(13)] public DateTimeOffset? PublishAt { get; init; }
    [Id(14)] public DateTimeOffset? EmbargoedUntil { get; init; }
    [Id(15)] public string? Slug { get; init; }

    /// <summary><c>published</c>: make it public (at its time); <c>draft</c>: only keep it; absent: leave it as it is.</summary>
    [Id(16)] public DraftStatus? Status { get; init; }

    /// <summary>The sanitised body, rendered once at the door.</summary>
    [JsonIgnore, Id(17)] public string? BodyHtml { get; init; }
}

/// <summary>What becomes of a draft.</summary>
[GenerateSerializer, Alias("articles.draftStatus"), JsonConverter(typeof(JsonStringEnumConverter<DraftStatus>))]
public enum DraftStatus
{
    [JsonStringEnumMemberName("draft")] Draft,
    [JsonStringEnumMemberName("published")] Published,

    /// <summary>As GET shows it of an article that is held: sent back, it changes nothing.</summary>
    [JsonStringEnumMemberName("scheduled")] Scheduled,

    /// <inheritdoc cref="Scheduled"/>
    [JsonStringEnumMemberName("withheld")] Withheld,
}
