using System.Diagnostics.CodeAnalysis;
using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Trending.Ranking;

/// <summary>Names a ranking: <c>rising</c>, <c>today</c>, <c>rising/{section}</c> or <c>today/{section}</c>.</summary>
/// <param name="Section">The section it is limited to; null: all.</param>
public sealed record RankingKey(string Name, string? Section = null)
{
    public const string Rising = "rising";
    public const string Today = "today";

    public static bool IsName([NotNullWhen(true)] string? text) => text is Rising or Today;

    /// <summary>The rankings in which an article of a section may appear.</summary>
    public static IEnumerable<RankingKey> Of(string? section)
    {
        yield return new RankingKey(Rising);
        yield return new RankingKey(Today);
        if (section is null) yield break;
        yield return new RankingKey(Rising, section);
        yield return new RankingKey(Today, section);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out RankingKey? key)
    {
        key = text.Split('/') switch
        {
            [var name] when IsName(name) => new RankingKey(name),
            [var name, var section] when IsName(name) && Topic.IsSlug(section) => new RankingKey(name, section),
            _ => null,
        };
        return key is not null;
    }

    public HalfLife HalfLife => Name == Rising ? HalfLife.Rising : HalfLife.Today;

    public override string ToString() => Section is null ? Name : $"{Name}/{Section}";
}
