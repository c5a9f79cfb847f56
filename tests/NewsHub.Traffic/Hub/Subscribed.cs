namespace NewsHub.Traffic.Hub;

/// <summary>The response to Subscribe: a snapshot, or the entries missed since the cursor.</summary>
internal sealed record Subscribed(string Cursor, bool Recovered, WireEntry[] Entries, WireRanking[]? Rankings);
