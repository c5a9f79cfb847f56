using Microsoft.AspNetCore.Authorization;

namespace NewsHub.Host;

/// <summary>
/// Lets pages of other sites read what anybody may read: every GET endpoint that needs no key, with all its answers (Fetch standard, CORS). It
/// does so without credentials: browsers send no cookies, and <c>Authorization</c> is not among the allowed headers, so that a page of another
/// site gets what an anonymous caller gets. Endpoints that need a key stay closed to other sites.
/// </summary>
internal static class OtherSites
{
    private const string AnyOrigin = "*";

    /// <summary>Headers that scripts may read, besides those that every script may. Browsers older than 2019 know only the names.</summary>
    private const string ReadableHeaders = "ETag, Location, Retry-After, *";

    /// <summary>Headers that scripts may send: those of clients of server-sent events and of conditional requests. <c>*</c> excludes Authorization.</summary>
    private const string AcceptedHeaders = "Cache-Control, If-Modified-Since, If-None-Match, Last-Event-ID, Pragma, X-Requested-With, *";

    /// <summary>Seconds for which a browser remembers the answer to a preflight: two hours, the most that Chromium accepts.</summary>
    private const string PreflightSeconds = "7200";

    private static readonly string[] ReadingMethods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string AllowedMethods = string.Join(", ", ReadingMethods);

    /// <summary>A group for all routes, which marks those that other sites may read.</summary>
    public static IEndpointRouteBuilder MapForOtherSites(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("");
        ((IEndpointConventionBuilder)routes).Finally(Mark);
        return routes;
    }

    /// <summary>Answers preflights, and allows other sites to read the answers of marked routes.</summary>
    public static void UseOtherSites(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ReadableMark>() is null) return next(http);
        if (HttpMethods.IsOptions(http.Request.Method)) return AnswerPreflight(http.Response);
        http.Response.OnStarting(AllowReading, http.Response); // late, because the exception handler clears the headers
        return next(http);
    });

    private static Task AllowReading(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        headers.AccessControlAllowOrigin = AnyOrigin; // also without Origin: a cache gives the answer to other sites later
        headers.AccessControlExposeHeaders = ReadableHeaders;
        return Task.CompletedTask;
    }

    private static Task AnswerPreflight(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowOrigin = AnyOrigin;
        response.Headers.AccessControlAllowMethods = AllowedMethods;
        response.Headers.AccessControlAllowHeaders = AcceptedHeaders;
        response.Headers.AccessControlMaxAge = PreflightSeconds;
        return Task.CompletedTask;
    }

    private static void Mark(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<IAuthorizeData>().Any()) return;
        var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().Where(metadata => metadata.HttpMethods.Any(ReadingMethods.Contains)).ToArray();
        if (methods.Length == 0) return;
        endpoint.Metadata.Add(new ReadableMark());
        // Routing then gives preflights of GET to this endpoint. The routes of unknown paths do not take part: they would answer for routes with a key.
        if (endpoint is not RouteEndpointBuilder { Order: int.MaxValue })
            foreach (var metadata in methods) metadata.AcceptCorsPreflight = true;
    }

    private sealed class ReadableMark;
}
