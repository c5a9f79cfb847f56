using System.Globalization;
using Microsoft.AspNetCore.Http;
using NewsHub.Wire;

namespace NewsHub.Web.LiveBlogs;

/// <summary>Which posts of a live blog a page shows, as its address says.</summary>
/// <param name="Order">Null for the order of the live blog.</param>
/// <param name="IsKeyOnly">True for key events only.</param>
/// <param name="Before">Only posts with a lower position.</param>
/// <param name="After">Only posts with a higher position.</param>
public sealed record BlogView(PostOrder? Order, bool IsKeyOnly, long? Before, long? After)
{
    /// <summary>The first page.</summary>
    public static readonly BlogView First = new(null, false, null, null);

    /// <summary>Reads the query of a page: <c>?order=oldest</c>, <c>?key=true</c>, <c>?before=63963136</c>. A value that is not valid is ignored.</summary>
    public static BlogView Of(IQueryCollection query) => new(
        query["order"].ToString() switch
        {
            "newest" => PostOrder.Newest,
            "oldest" => PostOrder.Oldest,
            _ => null,
        },
        query["key"] == "true",
        PositionOf(query["before"]),
        PositionOf(query["after"]));

    /// <summary>The address of the page.</summary>
    /// <param name="path">The path of the live blog.</param>
    public string Url(string path)
    {
        string?[] parts =
        [
            Order is { } order ? $"order={(order is PostOrder.Oldest ? "oldest" : "newest")}" : null,
            IsKeyOnly ? "key=true" : null,
            Before is { } before ? string.Create(CultureInfo.InvariantCulture, $"before={before}") : null,
            After is { } after ? string.Create(CultureInfo.InvariantCulture, $"after={after}") : null,
        ];
        var query = string.Join('&', parts.OfType<string>());
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private static long? PositionOf(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;
}
