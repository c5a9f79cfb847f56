using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NewsHub.Http;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Feeds;
using NewsHub.Syndication.Formats;
using NewsHub.Wire;

namespace NewsHub.Syndication.Archives;

/// <summary>The archives of the feed of all articles.</summary>
internal static class ArchiveApi
{
    public static string PathOf(int number) => string.Create(CultureInfo.InvariantCulture, $"/atom/archive/{number}.xml");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/atom/archive/{number}.xml", Get).AddEndpointFilter(FeedApi.RequireLoaded).ExcludeFromDescription();

    private static async Task<IResult> Get(string number, HttpContext http, ArchivePublisher archives, ArchiveBlocks blocks, SiteAddresses sites, WallClock clock) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && number[0] != '0' && wanted <= (await blocks.Get()).Count
            ? new DocumentResult(await archives.Get(wanted, sites.Of(http.Request), http.RequestAborted), clock)
            : Problem.Of(StatusCodes.Status404NotFound, "There is no such archive.");
}

/// <summary>Renders archives as Atom documents (RFC 5005, section 4).</summary>
internal sealed class ArchivePublisher(FeedLists lists, FeedReader reader, ArchiveBlocks blocks, DocumentCache documents)
{
    private const string AtomType = "application/atom+xml";

    /// <param name="number">The number of an archive that exists.</param>
    public Task<Document> Get(int number, SiteAddress site, CancellationToken stopping) => documents.Get(
        new DocumentKey(site, ArchiveApi.PathOf(number)), () => lists.Get(FeedKey.Archive(number), stopping), list => Render(number, list, site));

    private async Task<Document> Render(int number, FeedList list, SiteAddress site)
    {
        var (feed, _) = await reader.Read(list, site);
        var count = (await blocks.Get()).Count;
        var bytes = XmlDocumentWriter.Write(xml =>
        {
            AtomFormat.WriteHead(xml, feed, site.Url(ArchiveApi.PathOf(number)));
            xml.WriteElementString("fh", "archive", XmlNamespaces.FeedHistory, "");
            AtomFormat.WriteLink(xml, "current", site.Url($"/{AtomFormat.FileName}"), AtomType);
            if (number > 1) AtomFormat.WriteLink(xml, "prev-archive", site.Url(ArchiveApi.PathOf(number - 1)), AtomType);
            if (number < count) AtomFormat.WriteLink(xml, "next-archive", site.Url(ArchiveApi.PathOf(number + 1)), AtomType);
            foreach (var entry in feed.Entries) AtomFormat.WriteEntry(xml, feed, entry);
        });
        return Document.Of(list, bytes, AtomFormat.ContentType, list.Modified);
    }
}
