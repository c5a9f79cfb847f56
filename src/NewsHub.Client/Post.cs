using System.Text.Json.Serialization;

namespace NewsHub.Client;

/// <summary>A post of a live blog. A removed post has only its id, version, state and URL. All values but <see cref="Html"/> are plain text.</summary>
public sealed record Post
{
    /// <summary>Unique among the posts of its article.</summary>
    public required string Id { get; init; }

    public required int Version { get; init; }

    public required PostState State { get; init; }

    /// <summary>True for a key event.</summary>
    public bool Key { get; init; }

    public string? Title { get; init; }

    /// <summary>The body, HTML that the hub has sanitised.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<Author>? Authors { get; init; }

    /// <summary>A short word before the title, such as "Analysis".</summary>
    public string? Label { get; init; }

    public Image? Image { get; init; }

    public Source? Source { get; init; }

    /// <summary>The time shown with the post.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The post's place among the others; a higher one is newer. Null for a removed post.</summary>
    public long? Position { get; init; }

    /// <summary>The post's own address, relative to the hub.</summary>
    public required string Url { get; init; }

    /// <summary>What the latest correction changed.</summary>
    public string? Note { get; init; }

    /// <summary>Why a struck post was struck.</summary>
    public string? Reason { get; init; }

    /// <summary>When the text was last edited or corrected; null if it is as first published.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>When a struck post was struck.</summary>
    public DateTimeOffset? StruckAt { get; init; }
}

/// <summary>The state of a post that readers see.</summary>
[JsonConverter(typeof(TolerantEnumConverter<PostState>))]
public enum PostState
{
    /// <summary>A state that this version of the library does not know.</summary>
    Other,
    Published,

    /// <summary>Withdrawn, but still readable: show it crossed out, with the reason.</summary>
    Struck,

    /// <summary>Withdrawn for good: remove it from display.</summary>
    Removed,
}

/// <summary>A person who wrote a post.</summary>
public sealed record Author(string Name, string? Role = null);
