namespace NewsHub.Peer;

/// <summary>As long as an entry of the hub, with the same names.</summary>
public sealed record PeerEntry(string Cursor, long Seq, string Kind, string At, string[] Topics, PeerArticle Article);

/// <summary>As an article on the hub's wire.</summary>
public sealed record PeerArticle(
    string Id, int Version, string Headline, string Section, string[] Tags, int Urgency, string PublishedAt, string UpdatedAt, string Url);
