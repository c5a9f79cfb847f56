using System.Text.Json.Serialization;

namespace NewsHub.Client;

/// <summary>The articles that are read most, whole, as of now.</summary>
/// <param name="Name"><c>rising</c> or <c>today</c>.</param>
/// <param name="Section">The section it is limited to; null: all.</param>
/// <param name="Version">Rises with every change.</param>
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

/// <summary>One place of a ranking with what explains it.</summary>
/// <param name="Reactions">How often, by kind.</param>
public sealed record Place(
    int Rank,
    string ArticleId,
    string Headline,
    string Url,
    double Score,
    long Reads,
    long Readers,
    IReadOnlyDictionary<string, long> Reactions);
