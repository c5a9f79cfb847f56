using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NewsHub.Articles.Latest;
using NewsHub.Web.Caching;

namespace NewsHub.Web.Pages;

/// <summary>Applies to every page: sets the security and cache headers, and turns failures into a 503 page.</summary>
internal sealed partial class PageFilter(LatestArticles latest, ILogger<PageFilter> logger) : IEndpointFilter
{
    // Pages show text and pictures sent by newsrooms. The policy is a second line of defence behind the sanitiser: inline scripts and
    // styles, frames and foreign forms are blocked. Images are allowed from any https origin.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; manifest-src 'self'; img-src 'self' https: data:";

    /// <summary>On a page that was opened as localhost, pictures of other programs on that machine too.</summary>
    private const string LocalContentSecurityPolicy = $"{ContentSecurityPolicy} http://localhost:* http://127.0.0.1:*";

    private const string RetryAfterSeconds = "2";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = http.Request.Host.Host is "localhost" or "127.0.0.1" ? LocalContentSecurityPolicy : ContentSecurityPolicy;
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers.CacheControl = "no-cache"; // notices, redirects and the reference; a PublicPage says otherwise
        http.RequestServices.GetRequiredService<PageOrigin>().Value = $"{http.Request.Scheme}://{http.Request.Host}";
        if (!latest.IsReady) return Unavailable(http);
        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty;
        }
        catch (Exception failure)
        {
            LogPageFailed(failure, http.Request.Path);
            return Unavailable(http);
        }
    }

    private static IResult Unavailable(HttpContext http)
    {
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Notices.Unavailable();
    }

    [LoggerMessage(5003, LogLevel.Error, "The page {Path} failed")]
    private partial void LogPageFailed(Exception failure, string path);
}
