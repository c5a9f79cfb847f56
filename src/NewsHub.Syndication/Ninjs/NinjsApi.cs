using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NewsHub.Http;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Feeds;
using NewsHub.Wire;

namespace NewsHub.Syndication.Ninjs;

/// <summary>Articles as ninjs, one by one and as a wire.</summary>
/// <remarks>
/// A withdrawn article is a document with its <c>pubStatus</c>, not an error: ninjs tells partners to delete a story by that, and many treat an error as a
/// reason to keep what they have.
/// </remarks>
internal static class NinjsApi
{
    private const string VersionDescription = "The version of ninjs: 3.1, 2.2 or 1.6. The schema here is that of 3.1.";

    public static string PathOf(NinjsVersion ninjs, string id) => $"/api/ninjs/{ninjs.Number}/articles/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/ninjs/{version}").AddEndpointFilter(FeedApi.RequireLoaded).WithTags("Syndication");
        api.MapGet("articles/{id}", GetArticle).WithName("GetNinjsArticle")
            .WithSummary("Returns an article as ninjs. One that was withdrawn has its pubStatus and no content.")
            .Produces<NinjsDocument>().Produces(StatusCodes.Status304NotModified)
            .Takes(RequestHeader.IfNoneMatch, RequestHeader.IfMatch).Returns(ResponseHeader.ETag).Refuses(StatusCodes.Status404NotFound);
        api.MapGet("wire", ReadWire).WithName("ReadNinjsWire")
            .WithSummary("Articles that changed after a cursor, as ninjs; with wait, the response is delayed up to that many seconds until there is one.")
            .Produces<NinjsSlice>().Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> GetArticle(
        [Description(VersionDescription), AllowedValues("3.1", "2.2", "1.6")] string version, string id, HttpContext http, NinjsPublisher publisher, SiteAddresses sites, WallClock clock)
    {
        if (NinjsVersion.Find(version) is not { } ninjs) return UnknownVersion;
        return WireArticle.IsId(id) && await publisher.Get(id, 0, ninjs, sites.Of(http.Request)) is { } document
            ? new DocumentResult(document, clock)
            : Problem.Of(StatusCodes.Status404NotFound, "There is no such article.");
    }

    private static async Task<IResult> ReadWire(
        [Description(VersionDescription), AllowedValues("3.1", "2.2", "1.6")] string version, HttpContext http, [FromServices] IWirePolling polling, NinjsWire wire, SiteAddresses sites,
        [Description("The cursor of the previous answer; absent for the newest articles."), RegularExpression(Cursor.Pattern)] string? after = null,
        [Description("Topics of entries, separated by commas.")] string topics = Topic.News,
        [Description("Seconds for which the hub may hold the answer until there is an entry."), Range(0, WirePoll.MaxWaitSeconds)] int wait = 0)
    {
        if (NinjsVersion.Find(version) is not { } ninjs) return UnknownVersion;
        var poll = new WirePoll(topics, after, NinjsWire.MaxEntries, wait, http.Connection.RemoteIpAddress);
        if (polling.Check(poll) is { Count: > 0 } errors) return Problem.Invalid(errors);
        var slice = await polling.Read(poll, http.RequestAborted);
        var answer = await wire.Write(slice, ninjs, sites.Of(http.Request));
        http.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(answer, NinjsVersion.ContentType);
    }

    private static Problem UnknownVersion => Problem.Of(StatusCodes.Status404NotFound, $"There is no such version of ninjs. The versions are {NinjsVersion.Numbers}.");
}
