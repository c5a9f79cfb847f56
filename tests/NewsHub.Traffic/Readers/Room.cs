using NewsHub.Traffic.Hub;

namespace NewsHub.Traffic.Readers;

/// <summary>What newsroom and readers of one run share.</summary>
internal sealed record Room(TimeProvider Time, WireRecord Wire, Attention Attention, RankingBoard Rankings, Tally Tally)
{
    /// <summary>Readers turn to what was published, and from what was taken back.</summary>
    public void Notice(WireEntry entry)
    {
        if (entry.TakesBack) Attention.TakenBack(entry.Article.Id);
        else Attention.Published(entry.Article.Id, entry.Article.Urgency);
    }
}
