using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace NewsHub.Http;

/// <summary>
/// <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110, 13.1): lists of entity tags, or <c>*</c>; <c>If-Modified-Since</c> counts without the latter.
/// <c>If-None-Match</c> compares weakly, so that a client gets its 304 through a proxy that compresses and therefore weakens the tags;
/// <c>If-Match</c> compares strongly.
/// </summary>
public static class Preconditions
{
    /// <summary>
    /// Sets the <c>ETag</c>, and the <c>Last-Modified</c> if it is known, of a response to GET or HEAD. Returns the response if the client has this
    /// representation (304) or requires another one (412), and null if it is to be sent.
    /// </summary>
    public static IResult? Evaluate(HttpContext http, EntityTagHeaderValue tag, DateTimeOffset? modified = null)
    {
        var request = http.Request.Headers;
        if (modified is { } date) http.Response.GetTypedHeaders().LastModified = date;
        http.Response.Headers.ETag = tag.ToString();
        if (!TryReadIfMatch(http.Request, out var required)) return MalformedIfMatch;
        if (required is not null && !required.Any(other => other.Compare(tag, useStrongComparison: true)))
            return Problem.Of(StatusCodes.Status412PreconditionFailed, $"If-Match does not name the current tag, {tag}.");
        // RFC 9110 has no error for a malformed If-None-Match: the client gets the whole representation.
        var isKnown = request.IfNoneMatch.Count > 0
            ? EntityTagHeaderValue.TryParseStrictList(request.IfNoneMatch, out var known)
                && known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false))
            : modified?.ToUnixTimeSeconds() <= http.Request.GetTypedHeaders().IfModifiedSince?.ToUnixTimeSeconds();
        return isKnown ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : null;
    }

    /// <summary>Reads <c>If-Match</c>; false if it is malformed.</summary>
    /// <param name="tags">Null if the header is absent or <c>*</c>, which anything that exists matches.</param>
    public static bool TryReadIfMatch(HttpRequest request, out IReadOnlyList<EntityTagHeaderValue>? tags)
    {
        tags = null;
        var header = request.Headers.IfMatch;
        if (header.Count == 0 || IsAny(header)) return true;
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var list) || list.Contains(EntityTagHeaderValue.Any)) return false;
        tags = list.AsReadOnly();
        return true;
    }

    /// <summary>True if a header is <c>*</c>.</summary>
    public static bool IsAny(Microsoft.Extensions.Primitives.StringValues header) => header is [{ } only] && only.AsSpan().Trim() is "*";

    public static Problem MalformedIfMatch => Problem.Of(StatusCodes.Status400BadRequest, "If-Match must be * or a list of entity tags such as \"3\", \"4\".");
}
