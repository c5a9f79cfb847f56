using Microsoft.AspNetCore.Http;

namespace NewsHub.Web.Pages;

/// <summary>Redirects for good to the current address of a page, with the query of the request.</summary>
internal sealed class MovedPage(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        TypedResults.LocalRedirect(path + httpContext.Request.QueryString, permanent: true, preserveMethod: true).ExecuteAsync(httpContext);
}
