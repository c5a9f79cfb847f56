using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace NewsHub.Web.Pages;

/// <summary>Pages that say why there is no page.</summary>
internal static class Notices
{
    public static IResult Missing() => Notice(
        StatusCodes.Status404NotFound, "Page not found", "There is no page at this address, or it is not public.");

    /// <summary>Nothing of the article: not its headline, not the reason.</summary>
    public static IResult Killed() => Notice(
        StatusCodes.Status410Gone, "This article was killed", "The newsroom took it back for good. Nothing of it is kept here.");

    /// <param name="notice">What the newsroom says in place of the article.</param>
    public static IResult Withheld(string notice) => Notice(StatusCodes.Status404NotFound, "This article is not available", notice);

    public static IResult Unavailable() => Notice(
        StatusCodes.Status503ServiceUnavailable, "Back in a moment", "This page cannot be shown right now. Please load it again in a moment.");

    private static RazorComponentResult<NoticePage> Notice(int status, string title, string text) =>
        new(new Dictionary<string, object?> { [nameof(NoticePage.Title)] = title, [nameof(NoticePage.Text)] = text }) { StatusCode = status };
}
