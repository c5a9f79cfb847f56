using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NewsHub.Http;

/// <summary>Metadata of an endpoint: a header that its handler reads. The OpenAPI document lists it.</summary>
/// <param name="Statuses">The statuses of the refusals that the header brings, besides 400 for a malformed one.</param>
public sealed record RequestHeader(string Name, string Description, string Example, params IReadOnlyList<int> Statuses)
{
    /// <summary>For commands: the version that must be the current one.</summary>
    public static RequestHeader IfMatch { get; } = new(
        "If-Match", "The versions for which the request holds: a list of strong entity tags, or `*` for any.", "\"1\"", StatusCodes.Status412PreconditionFailed);

    /// <summary>For reading: tags for which the answer is 304 without a body.</summary>
    public static RequestHeader IfNoneMatch { get; } = new(
        "If-None-Match", "The representations that the client has: a list of entity tags, compared weakly, or `*`.", "\"0\"");

    /// <summary>A regular expression that the value matches; null for any text.</summary>
    public string? Pattern { get; init; }

    public bool IsRequired { get; init; }
}

/// <summary>Metadata of an endpoint: a header of its successful answers.</summary>
/// <param name="Statuses">The statuses whose answers have the header.</param>
public sealed record ResponseHeader(string Name, string Description, string Example, params IReadOnlyList<int> Statuses)
{
    /// <summary>The entity tag, also of a 304.</summary>
    public static ResponseHeader ETag { get; } = new(
        "ETag", "Names this representation, for If-Match and If-None-Match.", "\"1\"", StatusCodes.Status200OK, StatusCodes.Status201Created, StatusCodes.Status304NotModified);
}

/// <summary>Metadata of an endpoint: statuses with which it refuses requests, besides those that follow from its key, its body and its headers.</summary>
public sealed record Refusals(params IReadOnlyList<int> Statuses);

/// <summary>Describes endpoints for the OpenAPI document.</summary>
public static class EndpointDescriptions
{
    extension<T>(T endpoint) where T : IEndpointConventionBuilder
    {
        /// <summary>The handler reads these headers.</summary>
        public T Takes(params RequestHeader[] headers) => endpoint.WithMetadata(headers);

        /// <summary>Successful answers have these headers.</summary>
        public T Returns(params ResponseHeader[] headers) => endpoint.WithMetadata(headers);

        /// <summary>The handler refuses requests with these statuses.</summary>
        public T Refuses(params int[] statuses) => endpoint.WithMetadata(new Refusals(statuses));
    }
}
