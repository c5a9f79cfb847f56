using System.Text.Json.Serialization;

namespace NewsHub.Client;

/// <summary>The live blog of an article.</summary>
public sealed record Coverage
{
    public required CoverageState State { get; init; }

    /// <summary>When it is planned to start.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>When it first started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public PostOrder Order { get; init; }

    /// <summary>The id of the post to show above all others; null for none.</summary>
    public string? Pinned { get; init; }
}

/// <summary>The state of a live blog.</summary>
[JsonConverter(typeof(TolerantEnumConverter<CoverageState>))]
public enum CoverageState
{
    /// <summary>A state that this version of the library does not know.</summary>
    Other,
    Planned,
    Live,
    Paused,
    Ended,
}

/// <summary>The order in which posts are shown.</summary>
[JsonConverter(typeof(TolerantEnumConverter<PostOrder>))]
public enum PostOrder
{
    Newest,
    Oldest,
}
