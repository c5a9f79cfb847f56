using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace NewsHub.Http;

/// <summary>
/// Answers requests below the paths of programs that no endpoint of theirs takes: 404 if no endpoint has the path, 405 with the allowed methods
/// if endpoints have it with other methods, and 415 if one has it with this method, which routing passes over because of the content type.
/// </summary>
/// <remarks>The page for unknown paths takes GET everywhere: routing alone would return it, or say that every path allows GET.</remarks>
public static class UnknownPaths
{
    /// <summary>Must run after routing.</summary>
    /// <param name="prefixes">First segments of the paths: <c>api</c>.</param>
    public static IApplicationBuilder UseUnknownPaths(this IApplicationBuilder app, params IReadOnlyList<string> prefixes)
    {
        var paths = prefixes.Select(prefix => new PathString($"/{prefix}")).ToArray();
        // On first use: routes are mapped after this call.
        var known = new Lazy<KnownPath[]>(() => ReadPaths(app.ApplicationServices, prefixes));
        return app.Use((http, next) => FirstSegmentOf(http.GetEndpoint()) is null && paths.Any(path => http.Request.Path.StartsWithSegments(path))
            ? Answer(http, known.Value)
            : next(http));
    }

    private static Task Answer(HttpContext http, KnownPath[] known)
    {
        var methods = known.Where(path => path.Matches(http.Request.Path)).SelectMany(path => path.Methods).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (methods.Length > 0 && !methods.Contains(http.Request.Method)) return StatusProblems.NotAllowed(http, methods).ExecuteAsync(http);
        http.Response.StatusCode = methods.Length > 0 ? StatusCodes.Status415UnsupportedMediaType : StatusCodes.Status404NotFound;
        return StatusProblems.Of(http).ExecuteAsync(http);
    }

    private static KnownPath[] ReadPaths(IServiceProvider services, IReadOnlyList<string> prefixes) =>
    [
        .. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => prefixes.Contains(FirstSegmentOf(endpoint)))
            .Select(endpoint => new KnownPath(
                new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []),
                endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])),
    ];

    // Null for the endpoints with which routing reports 405 and 415, and for a page of any path.
    private static string? FirstSegmentOf(Endpoint? endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.PathSegments: [{ Parts: [RoutePatternLiteralPart literal] }, ..] } ? literal.Content : null;

    private sealed record KnownPath(TemplateMatcher Matcher, IReadOnlyList<string> Methods)
    {
        public bool Matches(PathString path) => Matcher.TryMatch(path, []);
    }
}
