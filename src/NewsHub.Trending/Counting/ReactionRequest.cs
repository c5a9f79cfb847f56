using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using NewsHub.Http;

namespace NewsHub.Trending.Counting;

/// <summary>The body of a request that gives or withdraws a reaction.</summary>
/// <param name="Reaction">A kind of reaction that the hub has, such as <c>veryGood</c>.</param>
public sealed record ReactionRequest([property: Required] string? Reaction)
{
    /// <summary>Maximum body size in bytes: the longest reaction, with room for fields of later versions.</summary>
    public const int MaxBytes = 1024;

    private static readonly BodyRules Body = new(MaxBytes) { AnyContentType = true };

    /// <summary>Reads the reaction, or returns the refusal.</summary>
    internal static async Task<(string? Reaction, IResult? Refusal)> Read(HttpContext http)
    {
        var (body, refusal) = await JsonBody.Read(http, Body);
        if (body is null) return (null, refusal);
        return body.As(TrendingJson.Default.ReactionRequest) is { } request
            ? (request.Reaction, null)
            : (null, Problem.Of(StatusCodes.Status400BadRequest, """The body is JSON like {"reaction":"veryGood"}."""));
    }
}
