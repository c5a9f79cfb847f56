using System.Text.Json.Serialization;
using NewsHub.Traffic.Newsroom.Pictures;
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

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ArticleImage? Image { get; init; }

    /// <param name="pictures">Where the story's picture is served; null for an article without one.</param>
    public static ArticleBody Of(Story story, Uri? pictures) => new(
        story.Headline, story.Summary, story.Body, story.Section, story.Tags, story.Language, story.Byline, story.Source, story.Urgency)
    {
        Image = pictures is not null && story.Picture is { } picture
            ? new ArticleImage(new Uri(pictures, picture.Path), picture.Alt, Picture.Credit, Picture.Width, Picture.Height)
            : null,
    };

    /// <param name="Width">In pixels.</param>
    /// <param name="Height">In pixels.</param>
    internal sealed record ArticleImage(Uri Url, string Alt, string Credit, int Width, int Height);
}
