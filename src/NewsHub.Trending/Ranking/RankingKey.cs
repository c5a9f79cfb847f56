namespace NewsHub.Trending.Ranking;

/// <summary>The key of a ranking: <c>rising</c>, or <c>rising/world</c> for one section.</summary>
/// <param name="Name">The name of its formula.</param>
/// <param name="Section">The section to which the ranking is limited; null for all sections.</param>
public sealed record RankingKey(string Name, string? Section = null)
{
    public override string ToString() => Section is null ? Name : $"{Name}/{Section}";
}
