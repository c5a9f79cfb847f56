namespace NewsHub.Traffic.Hub;

/// <summary>A ranking, as far as readers here look at it.</summary>
internal sealed record WireRanking(string Ranking, string? Section, long Version, WirePlace[] Entries);

internal sealed record WirePlace(int Rank, string ArticleId, string Headline, double Score, long Reads);
