namespace NewsHub.Peer;

/// <summary>An entry with the same size and field names as an entry of the hub.</summary>
public sealed record PeerEntry(string Cursor, long Seq, string Kind, string At, string[] Topics, PeerArticle Article);

/// <summary>An article as on the hub's wire.</summary>
public sealed record PeerArticle(
    string Id, int Version, string Headline, string Section, string[] Tags, int Urgency, string PublishedAt, string UpdatedAt, string Url);
