namespace NewsHub.Traffic.Hub;

/// <summary>The fields of a wire entry that this tool uses.</summary>
internal sealed record WireEntry(string Cursor, long Seq, string Kind, string[] Topics, WireArticle Article)
{
    /// <summary>True for alerts, kills and withdrawn posts, which may overtake entries queued for a slow reader.</summary>
    public bool MayOvertake => Kind is "killed" or "alerted" or "postStruck" or "postRemoved" || Article.Alert is not null;

    public bool IsWithdrawal => Kind is "killed" or "withheld";
}

internal sealed record WireArticle(string Id, int Version, string? Headline, int Urgency, string? Alert);
