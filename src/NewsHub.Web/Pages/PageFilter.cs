using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NewsHub.Trending.Counting;
using NewsHub.Web.Front;

namespace NewsHub.Web.Pages;

/// <summary>What holds for every page: how browsers must treat it, and that a reader sees a page even when the hub is in trouble.</summary>
internal sealed partial class PageFilter(FrontPage front, ReaderIdentifier reader, ILogger<PageFilter> logger) : IEndpointFilter
{
    // Pages show text and pictures that newsrooms sent. Should markup ever slip through the sanitiser, it finds no script, style,
    // frame or form that the browser would let it use. Pictures may come from anywhere, over https.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; manifest-src 'self'";

    private const string RetryAfterSeconds = "2";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers.CacheControl = "private, no-cache";
        reader.Issue(http);
        if (!front.IsReady) return Unavailable(http);
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

    [LoggerMessage(5003, LogLevel.Error, "The page {Path} was not shown")]
    private partial void LogPageFailed(Exception failure, string path);
}
