using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace NewsHub.Web.Reference;

/// <summary>The reference at <c>/docs</c>, one page per document.</summary>
internal static class ReferenceRoutes
{
    public static void MapReference(this IEndpointRouteBuilder pages)
    {
        foreach (var document in ReferenceDocument.All)
            pages.MapGet(document.Url, () => PageOf(document));
    }

    private static RazorComponentResult<ReferencePage> PageOf(ReferenceDocument document) =>
        new(new Dictionary<string, object?> { [nameof(ReferencePage.Document)] = document });
}
