namespace NewsHub.Traffic.Hub;

/// <summary>A line of the wire, as far as readers here look at it.</summary>
internal sealed record WireEntry(string Cursor, long Seq, string Kind, string[] Topics, WireArticle Article)
{
    /// <summary>Alerts and kills may overtake what is queued for a slow reader.</summary>
    public bool MayOvertake => Kind is "killed" or "alerted" || Article.Alert is not null;

    public bool TakesBack => Kind is "killed" or "withheld";
}

internal sealed record WireArticle(string Id, int Version, string? Headline, int Urgency, string? Alert);
