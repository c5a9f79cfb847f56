using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>A post of a live blog as readers see it on the wire, with its HTML. A removed post has only its id, version, state and URL.</summary>
[GenerateSerializer, Immutable, Alias("wire.post")]
public sealed record WirePost
{
    /// <summary>Unique among the posts of its article.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Starts at 1 and increases by one with each change, also with those that readers do not see.</summary>
    [Id(1)] public required int Version { get; init; }

    [Id(2)] public required PostState State { get; init; }

    /// <summary>True for a key event.</summary>
    [Id(3)] public bool Key { get; init; }

    /// <summary>Plain text.</summary>
    [Id(4)] public string? Title { get; init; }

    /// <summary>The sanitised body.</summary>
    [Id(5)] public string? Html { get; init; }

    [Id(6)] public IReadOnlyList<Author>? Authors { get; init; }

    /// <summary>A short word before the title, such as "Analysis". Plain text.</summary>
    [Id(7)] public string? Label { get; init; }

    [Id(8)] public Image? Image { get; init; }

    [Id(9)] public Source? Source { get; init; }

    /// <summary>The time shown with the post.</summary>
    [Id(10)] public DateTimeOffset? At { get; init; }

    /// <summary>
    /// The post's place among the others: a higher one is newer. It is given by the commit that publishes the post and changes only when the post is
    /// moved. Below 2^53.
    /// </summary>
    [Id(11)] public long? Position { get; init; }

    /// <summary>The post's own address, relative to the hub.</summary>
    [Id(12)] public required string Url { get; init; }

    /// <summary>What the latest correction changed. Plain text.</summary>
    [Id(13)] public string? Note { get; init; }

    /// <summary>Why a struck post was struck. Plain text.</summary>
    [Id(14)] public string? Reason { get; init; }

    /// <summary>When the text was last edited or corrected; null if it is as first published.</summary>
    [Id(15)] public DateTimeOffset? EditedAt { get; init; }

    /// <summary>When a struck post was struck.</summary>
    [Id(16)] public DateTimeOffset? StruckAt { get; init; }

    /// <summary>The address of a post, relative to the hub.</summary>
    public static string UrlOf(string articleId, string postId) => $"/articles/{articleId}/posts/{postId}";
}

/// <summary>The state of a post.</summary>
[GenerateSerializer, Alias("wire.postState"), JsonConverter(typeof(JsonStringEnumConverter<PostState>))]
public enum PostState
{
    /// <summary>Visible only to its newsroom and to editors.</summary>
    [JsonStringEnumMemberName("draft")] Draft,

    /// <summary>Waits for its publication time, or for the coverage to be live.</summary>
    [JsonStringEnumMemberName("scheduled")] Scheduled,

    [JsonStringEnumMemberName("published")] Published,

    /// <summary>Withdrawn, but still readable: shown crossed out, with the reason.</summary>
    [JsonStringEnumMemberName("struck")] Struck,

    /// <summary>Withdrawn and erased for good.</summary>
    [JsonStringEnumMemberName("removed")] Removed,
}

/// <summary>A person who wrote a post.</summary>
[GenerateSerializer, Immutable, Alias("wire.author")]
public sealed record Author([property: Id(0)] string Name, [property: Id(1)] string? Role = null);
