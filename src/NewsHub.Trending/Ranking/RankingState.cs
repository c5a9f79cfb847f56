namespace NewsHub.Trending.Ranking;

/// <summary>A ranking's board as it is stored.</summary>
[GenerateSerializer, Alias("trending.ranking-state")]
public sealed record RankingState
{
    [Id(0)] public IReadOnlyList<Standing> Standings { get; set; } = [];
}
