namespace NewsHub.Traffic.Hub;

/// <summary>The fields of a ranking that this tool uses.</summary>
internal sealed record WireRanking(string Ranking, string? Section, long Version, WirePlace[] Entries);

internal sealed record WirePlace(int Rank, string ArticleId, string Headline, double Score, long Reads);
