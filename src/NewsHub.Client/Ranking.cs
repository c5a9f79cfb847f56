using System.Text.Json.Serialization;

namespace NewsHub.Client;

/// <summary>A complete ranking of the most-read articles.</summary>
/// <param name="Name"><c>rising</c> or <c>today</c>.</param>
/// <param name="Section">The section that the ranking is limited to; null for all sections.</param>
/// <param name="Version">Increases with every change.</param>
public sealed record Ranking(
    [property: JsonPropertyName("ranking")] string Name,
    string? Section,
    long Version,
    DateTimeOffset At,
    [property: JsonPropertyName("entries")] IReadOnlyList<Place> Places) : News
{
    internal string Topic => TopicOf(Name, Section);

    internal static string TopicOf(string name, string? section) => section is null ? $"ranking/{name}" : $"ranking/{name}/{section}";
}

/// <summary>An article in a ranking, with the figures behind its rank.</summary>
/// <param name="Reactions">The number of reactions by kind.</param>
/// <param name="Language">The language of the headline, a BCP 47 tag such as <c>en-GB</c>; null when the article names none.</param>
public sealed record Place(
    int Rank,
    string ArticleId,
    string Headline,
    string Url,
    double Score,
    long Reads,
    long Readers,
    IReadOnlyDictionary<string, long> Reactions,
    string? Language = null);
