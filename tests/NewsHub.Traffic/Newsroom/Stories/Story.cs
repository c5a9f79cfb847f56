using NewsHub.Traffic.Newsroom.Pictures;

namespace NewsHub.Traffic.Newsroom.Stories;

/// <summary>An article before it is published.</summary>
public sealed record Story
{
    public required string Headline { get; init; }
    public required string Summary { get; init; }

    /// <summary>Markdown.</summary>
    public required string Body { get; init; }

    /// <summary>A slug.</summary>
    public required string Section { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }
    public required string Byline { get; init; }
    public required Source Source { get; init; }

    /// <summary>1 (most urgent) to 9.</summary>
    public required int Urgency { get; init; }

    public Picture? Picture { get; init; }

    /// <summary>A BCP 47 tag.</summary>
    public required string Language { get; init; }
}

/// <summary>The newsroom that a story comes from.</summary>
public sealed record Source(string Name, string Url);
