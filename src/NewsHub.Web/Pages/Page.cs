using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace NewsHub.Web.Pages;

/// <summary>A page of live content, to be rendered.</summary>
/// <param name="Component">The type of its component.</param>
/// <param name="Topics">The topics that the page follows in the browser. An entry on one of them changes it.</param>
/// <param name="Tags">What a cache may remove it by: <c>front</c>, <c>section-world</c>, <c>article-old-ferry</c>.</param>
internal sealed record Page(Type Component, IReadOnlyDictionary<string, object?> Parameters, IReadOnlyList<string> Topics, IReadOnlyList<string> Tags) : IResult
{
    public static Page Of<T>(IReadOnlyList<string> topics, IReadOnlyList<string> tags, Dictionary<string, object?> parameters) where T : IComponent =>
        new(typeof(T), parameters, topics, tags);

    /// <summary>Renders the page for this request only.</summary>
    public Task ExecuteAsync(HttpContext httpContext) => new RazorComponentResult(Component, Parameters).ExecuteAsync(httpContext);
}
