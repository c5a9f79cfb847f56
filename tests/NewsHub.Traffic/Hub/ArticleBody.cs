using System.Text.Json.Serialization;
using NewsHub.Traffic.Newsroom.Stories;

namespace NewsHub.Traffic.Hub;

/// <summary>The request body of an article.</summary>
internal sealed record ArticleBody(
    string Headline, string Summary, string Body, string Section, IReadOnlyList<string> Tags, string Language, string Byline, Source Source, int Urgency)
{
    public string Status { get; } = "published";

    public string BodyFormat { get; } = "markdown";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Alert { get; init; }

    /// <summary>The correction note.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>The live blog.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? Coverage { get; init; }

    public static ArticleBody Of(Story story) => new(
        story.Headline, story.Summary, story.Body, story.Section, story.Tags, story.Language, story.Byline, story.Source, story.Urgency);
}
