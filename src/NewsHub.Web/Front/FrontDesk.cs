using NewsHub.Articles;
using NewsHub.Articles.Front;
using NewsHub.Articles.Latest;
using NewsHub.Wire;

namespace NewsHub.Web.Front;

/// <summary>Orders the front page, once for each state of the latest articles and of what editors placed.</summary>
internal sealed class FrontDesk(PlacedOnFront placed, IWireStore store, Sections sections)
{
    private volatile Edition? _edition;

    public async Task<FrontOrder> Order(LatestArticlesSnapshot latest, CancellationToken stopping)
    {
        var pins = await placed.Get();
        if (_edition is { } edition && ReferenceEquals(edition.Latest, latest) && edition.Pins == pins) return edition.Order;
        var lead = pins.Lead is { } id ? await Find(id, latest, stopping) : null;
        List<WireArticle> pinned = [];
        foreach (var next in pins.Pinned)
            if (await Find(next, latest, stopping) is { } article)
                pinned.Add(article);
        var order = FrontOrder.Of([.. latest.Articles.Select(listed => listed.Article)], latest.Breaking, lead, pinned, sections.All);
        _edition = new Edition(latest, pins, order);
        return order;
    }

    // One that was withdrawn is not public, so it leaves the page before the pins forget it.
    private async Task<WireArticle?> Find(string id, LatestArticlesSnapshot latest, CancellationToken stopping) => latest.Find(id) ?? await store.FindPublic(id, stopping);

    private sealed record Edition(LatestArticlesSnapshot Latest, FrontPins Pins, FrontOrder Order);
}
