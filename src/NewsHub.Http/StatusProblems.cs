using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NewsHub.Http;

/// <summary>Gives error responses without a body, which the framework produces before or instead of an endpoint, their <see cref="Problem"/>.</summary>
public static class StatusProblems
{
    public static IApplicationBuilder UseStatusProblems(this IApplicationBuilder app) =>
        app.UseStatusCodePages(context => Of(context.HttpContext).ExecuteAsync(context.HttpContext));

    /// <summary>405 with the methods that the path allows.</summary>
    public static Problem NotAllowed(HttpContext http, IEnumerable<string> methods)
    {
        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        http.Response.Headers.Allow = string.Join(", ", methods);
        return Of(http);
    }

    /// <summary>The problem of a response whose status is set.</summary>
    public static Problem Of(HttpContext http) => Problem.Of(http.Response.StatusCode, http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"{http.Request.Path} was not found.",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Path} does not allow {http.Request.Method}. Allowed: {http.Response.Headers.Allow}.",
        StatusCodes.Status412PreconditionFailed => "The precondition of the request does not hold.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON: Content-Type: application/json.",
        var status => $"The request failed with status {status}.",
    });
}
