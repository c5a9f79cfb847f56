using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NewsHub.Http;

/// <summary>What holds for every route of the hub without a line at the route.</summary>
public static class HttpRules
{
    private static readonly string[] ApiPrefixes = ["/api", "/live"];

    /// <summary>True for a path of the API, which refuses query parameters that it does not know and limits anonymous requests.</summary>
    public static bool IsApi(PathString path) => ApiPrefixes.Any(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>A group for all routes, in which every GET endpoint also answers HEAD.</summary>
    public static IEndpointRouteBuilder MapRules(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("");
        ((IEndpointConventionBuilder)routes).Finally(AllowHead);
        return routes;
    }

    extension(RouteEndpoint endpoint)
    {
        internal bool IsApi => IsApi(new PathString($"/{endpoint.RoutePattern.RawText?.TrimStart('/')}"));
    }

    // The server sends no body in response to HEAD.
    private static void AllowHead(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods: var methods }
            && methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
            endpoint.Metadata.Add(new HttpMethodMetadata([.. methods, HttpMethods.Head]));
    }
}
