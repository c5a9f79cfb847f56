using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NewsHub.Wire;

namespace NewsHub.Syndication.Documents;

/// <summary>Sends a document, or 304 to a client that has it.</summary>
internal sealed class DocumentResult(Document document, WallClock clock) : IResult
{
    /// <summary>Caches keep a document for half a minute, and use it for another one while they fetch the next.</summary>
    private const string CacheControl = "public, max-age=30, stale-while-revalidate=60";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers[HeaderNames.CacheControl] = CacheControl;
        httpContext.Response.Headers["Cache-Tag"] = Topic.News; // every withdrawal and correction is on it, so that a cache removes all documents
        // In the second of a change another one may follow, which a client could not tell by the date (RFC 9110, 8.8.2.2).
        var isPast = document.Modified.ToUnixTimeSeconds() < clock.Now.ToUnixTimeSeconds();
        return document.Content.Execute(httpContext, isPast ? document.Modified : null);
    }
}
