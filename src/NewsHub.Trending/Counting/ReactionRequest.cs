using Microsoft.AspNetCore.Http;
using NewsHub.Http;

namespace NewsHub.Trending.Counting;

/// <summary>What a reader sends to react, or to take it back.</summary>
public sealed record ReactionRequest(string? Reaction)
{
    /// <summary>Largest body in bytes: the longest reaction with room for what later versions add.</summary>
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
