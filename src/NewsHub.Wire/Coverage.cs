using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>What an article has when it is a live blog.</summary>
[GenerateSerializer, Immutable, Alias("wire.coverage")]
public sealed record Coverage
{
    [Id(0)] public required CoverageState State { get; init; }

    /// <summary>When it is planned to start; for readers only, it does not start by itself.</summary>
    [Id(1)] public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When it ends by itself.</summary>
    [Id(2)] public DateTimeOffset? EndsAt { get; init; }

    /// <summary>When it first started. Does not change afterwards.</summary>
    [Id(3)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it has not, or after it was reopened.</summary>
    [Id(4)] public DateTimeOffset? EndedAt { get; init; }

    [Id(5)] public PostOrder Order { get; init; }

    /// <summary>The id of the post shown above all others; null for none.</summary>
    [Id(6)] public string? Pinned { get; init; }

    /// <summary>Number of public posts. Only in the answer to a request for posts, neither stored nor on the wire.</summary>
    [Id(7)] public int? Posts { get; init; }

    /// <inheritdoc cref="Posts"/>
    /// <remarks>Key events only.</remarks>
    [Id(8)] public int? KeyPosts { get; init; }

    /// <summary>The time shown with the newest post. Only where <see cref="Posts"/> is.</summary>
    [Id(9)] public DateTimeOffset? LastPostAt { get; init; }
}

/// <summary>The state of a live blog.</summary>
[GenerateSerializer, Alias("wire.coverageState"), JsonConverter(typeof(JsonStringEnumConverter<CoverageState>))]
public enum CoverageState
{
    [JsonStringEnumMemberName("planned")] Planned,
    [JsonStringEnumMemberName("live")] Live,

    /// <summary>No post is published; scheduled posts wait.</summary>
    [JsonStringEnumMemberName("paused")] Paused,

    [JsonStringEnumMemberName("ended")] Ended,
}

/// <summary>The order in which the posts of a live blog are shown.</summary>
[GenerateSerializer, Alias("wire.postOrder"), JsonConverter(typeof(JsonStringEnumConverter<PostOrder>))]
public enum PostOrder
{
    [JsonStringEnumMemberName("newest")] Newest,
    [JsonStringEnumMemberName("oldest")] Oldest,
}
