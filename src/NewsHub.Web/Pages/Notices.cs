using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace NewsHub.Web.Pages;

/// <summary>Pages shown in place of content that is missing, withdrawn or unavailable.</summary>
internal static class Notices
{
    public static IResult NotFound() => Notice(StatusCodes.Status404NotFound, "notFound");

    /// <summary>Shows nothing of the article, neither its headline nor the reason.</summary>
    public static IResult Killed() => Notice(StatusCodes.Status410Gone, "killed");

    /// <summary>A post of a live blog that was removed.</summary>
    public static IResult PostRemoved() => Notice(StatusCodes.Status410Gone, "blog.removed");

    /// <param name="notice">The newsroom's text for readers.</param>
    public static IResult Withheld(string notice) => Notice(StatusCodes.Status404NotFound, "withheld", notice);

    public static IResult Unavailable() => Notice(StatusCodes.Status503ServiceUnavailable, "unavailable");

    private static RazorComponentResult<NoticePage> Notice(int status, string word, string? notice = null) =>
        new(new Dictionary<string, object?> { [nameof(NoticePage.Word)] = word, [nameof(NoticePage.Notice)] = notice }) { StatusCode = status };
}
