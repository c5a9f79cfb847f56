namespace NewsHub.Trending.Ranking;

/// <summary>The stored form of a ranking's board.</summary>
[GenerateSerializer, Alias("trending.ranking-state")]
public sealed record RankingState
{
    [Id(0)] public IReadOnlyList<Standing> Standings { get; set; } = [];
}
