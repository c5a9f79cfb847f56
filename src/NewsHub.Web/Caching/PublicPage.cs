using Microsoft.AspNetCore.Http;
using NewsHub.Http;

namespace NewsHub.Web.Caching;

/// <summary>A page that is the same for everybody, so that any cache may hold it. It loses nothing: the browser continues from the cursor printed in it.</summary>
/// <param name="tags">What a cache may remove it by.</param>
internal sealed class PublicPage(PrecompressedContent content, IEnumerable<string> tags) : IResult
{
    /// <summary>
    /// Browsers ask each time; caches in between do so after five seconds, and may show an older page while they ask or while the hub does not answer
    /// (RFC 9111, 5.2.2.10; RFC 5861).
    /// </summary>
    private const string CacheControl = "public, max-age=0, s-maxage=5, stale-while-revalidate=30, stale-if-error=600";

    private readonly string _tags = string.Join(',', tags);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.CacheControl = CacheControl;
        headers["Cache-Tag"] = _tags;
        return content.ExecuteAsync(httpContext);
    }
}
