using Microsoft.AspNetCore.Authorization;
using NewsHub.Http;

namespace NewsHub.Host;

/// <summary>
/// Lets pages of other sites read what anybody may read, every GET endpoint that needs no key, and call what is marked for them
/// (<see cref="OtherSitesMay"/>), with all answers (Fetch standard, CORS). It does so without credentials: browsers send no cookies, and <c>Authorization</c> is not among the allowed headers, so that a page of another
/// site gets what an anonymous caller gets. Endpoints that need a key stay closed to other sites.
/// </summary>
internal static class OtherSites
{
    private const string AnyOrigin = "*";

    /// <summary>Headers that scripts may read, besides those that every script may. Browsers older than 2019 know only the names.</summary>
    private const string ReadableHeaders = "ETag, Location, Retry-After, *";

    /// <summary>Headers that scripts may send: those of clients of server-sent events and of conditional requests. <c>*</c> excludes Authorization.</summary>
    private const string AcceptedHeaders = "Cache-Control, Content-Type, If-Modified-Since, If-None-Match, Last-Event-ID, NewsHub-Reader, Pragma, X-Requested-With, *";

    /// <summary>Seconds for which a browser remembers the answer to a preflight: two hours, the most that Chromium accepts.</summary>
    private const string PreflightSeconds = "7200";

    private static readonly string[] ReadingMethods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly CallableMark Reading = new(string.Join(", ", ReadingMethods));

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
        if (http.GetEndpoint()?.Metadata.GetMetadata<CallableMark>() is not { } mark) return next(http);
        if (HttpMethods.IsOptions(http.Request.Method)) return AnswerPreflight(http.Response, mark);
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

    private static Task AnswerPreflight(HttpResponse response, CallableMark mark)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowOrigin = AnyOrigin;
        response.Headers.AccessControlAllowMethods = mark.Methods;
        response.Headers.AccessControlAllowHeaders = AcceptedHeaders;
        response.Headers.AccessControlMaxAge = PreflightSeconds;
        return Task.CompletedTask;
    }

    private static void Mark(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<IAuthorizeData>().Any()) return;
        var isCallable = endpoint.Metadata.OfType<OtherSitesMay>().Any();
        var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().Where(metadata => isCallable || metadata.HttpMethods.Any(ReadingMethods.Contains)).ToArray();
        if (methods.Length == 0) return;
        endpoint.Metadata.Add(isCallable ? new CallableMark(string.Join(", ", methods.SelectMany(metadata => metadata.HttpMethods))) : Reading);
        // Routing then gives preflights of GET to this endpoint. The routes of unknown paths do not take part: they would answer for routes with a key.
        if (endpoint is not RouteEndpointBuilder { Order: int.MaxValue })
            foreach (var metadata in methods) metadata.AcceptCorsPreflight = true;
    }

    /// <param name="Methods">The methods that scripts of other sites may use, for preflights.</param>
    private sealed record CallableMark(string Methods);
}
