using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace NewsHub.Web.Pages;

/// <summary>A page of live content, to be rendered.</summary>
/// <param name="Component">The type of its component.</param>
/// <param name="Topics">The topics that the page follows in the browser. An entry on one of them changes it.</param>
internal sealed record Page(Type Component, IReadOnlyDictionary<string, object?> Parameters, IReadOnlyList<string> Topics) : IResult
{
    public static Page Of<T>(IReadOnlyList<string> topics, Dictionary<string, object?> parameters) where T : IComponent =>
        new(typeof(T), parameters, topics);

    /// <summary>Renders the page for this request only.</summary>
    public Task ExecuteAsync(HttpContext httpContext) => new RazorComponentResult(Component, Parameters).ExecuteAsync(httpContext);
}
