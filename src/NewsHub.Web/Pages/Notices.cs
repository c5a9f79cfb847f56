using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace NewsHub.Web.Pages;

/// <summary>Pages shown in place of content that is missing, withdrawn or unavailable.</summary>
internal static class Notices
{
    public static IResult NotFound() => Notice(
        StatusCodes.Status404NotFound, "Page not found", "There is no page at this address, or it is not public.");

    /// <summary>Shows nothing of the article, neither its headline nor the reason.</summary>
    public static IResult Killed() => Notice(
        StatusCodes.Status410Gone, "This article has been withdrawn", "The newsroom has removed it permanently. It is no longer kept here.");

    /// <param name="notice">The newsroom's text for readers.</param>
    public static IResult Withheld(string notice) => Notice(StatusCodes.Status404NotFound, "This article is not available", notice);

    public static IResult Unavailable() => Notice(
        StatusCodes.Status503ServiceUnavailable, "Temporarily unavailable", "This page cannot be shown right now. Please try again in a moment.");

    private static RazorComponentResult<NoticePage> Notice(int status, string title, string text) =>
        new(new Dictionary<string, object?> { [nameof(NoticePage.Title)] = title, [nameof(NoticePage.Text)] = text }) { StatusCode = status };
}
