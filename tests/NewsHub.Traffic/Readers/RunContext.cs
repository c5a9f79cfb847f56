using NewsHub.Traffic.Hub;

namespace NewsHub.Traffic.Readers;

/// <summary>State shared by the newsroom and the readers of a run.</summary>
internal sealed record RunContext(HttpClient Http, TimeProvider Time, WireRecord Wire, Attention Attention, RankingBoard Rankings, Tally Tally)
{
    /// <summary>Adds published articles to the candidates of readers and removes withdrawn ones.</summary>
    public void Notice(WireEntry entry)
    {
        if (entry.IsWithdrawal) Attention.Withdrawn(entry.Article.Id);
        else Attention.Published(entry.Article.Id, entry.Article.Urgency);
    }
}
