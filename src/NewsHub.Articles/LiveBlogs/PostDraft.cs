using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>A post as submitted by a newsroom, with validated fields.</summary>
[GenerateSerializer, Immutable, Alias("articles.postDraft")]
public sealed record PostDraft
{
    /// <summary>Plain text.</summary>
    [Id(0), MaxLength(PostDraftReader.MaxTitle)] public string? Title { get; init; }

    /// <summary>The text, in the format that <c>bodyFormat</c> names.</summary>
    [Id(1), Required, MaxLength(PostDraftReader.MaxBody)] public string? Body { get; init; }

    [Id(2)] public BodyFormat BodyFormat { get; init; }

    [Id(3), MaxLength(PostDraftReader.MaxAuthors)] public IReadOnlyList<Author> Authors { get; init; } = [];

    /// <summary>A short word before the title, such as "Analysis". Plain text.</summary>
    [Id(4), MaxLength(PostDraftReader.MaxLabel)] public string? Label { get; init; }

    /// <summary>True for a key event.</summary>
    [Id(5)] public bool Key { get; init; }

    [Id(6)] public Image? Image { get; init; }
    [Id(7)] public Source? Source { get; init; }

    /// <summary>The time shown with the post, at most 60 seconds in the future; the time of publication if absent. With its zone.</summary>
    [Id(8)] public DateTimeOffset? At { get; init; }

    /// <summary>When to publish. With its zone.</summary>
    [Id(9)] public DateTimeOffset? PublishAt { get; init; }

    /// <summary><c>published</c> publishes now or at <c>publishAt</c>; <c>draft</c> only stores the post; absent leaves the state as it is.</summary>
    [Id(10)] public PostStatus? Status { get; init; }

    /// <summary>The sanitised body.</summary>
    [JsonIgnore, Id(11)] public string? BodyHtml { get; init; }

    /// <summary>What was left out of the body, in words; empty when nothing.</summary>
    [Id(12)] internal IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The state that a draft of a post requests.</summary>
[GenerateSerializer, Alias("articles.postStatus"), JsonConverter(typeof(JsonStringEnumConverter<PostStatus>))]
public enum PostStatus
{
    [JsonStringEnumMemberName("draft")] Draft,
    [JsonStringEnumMemberName("published")] Published,
}
