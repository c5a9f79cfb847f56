namespace NewsHub.Traffic.Hub;

/// <summary>What a subscription begins with: the snapshot, or what was missed since the cursor.</summary>
internal sealed record Subscribed(string Cursor, bool Recovered, WireEntry[] Entries, WireRanking[]? Rankings);
