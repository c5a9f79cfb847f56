using System.Text.Json.Serialization;

namespace NewsHub.Syndication.Ninjs;

/// <summary>
/// An article as ninjs 1.6 has it. Names and roles of texts are part of property names there, names of files and of associated items are keys, and a slug
/// is a code in a scheme, the address without the slug.
/// </summary>
internal sealed record Ninjs1Document
{
    public required string Uri { get; init; }
    public required string Type { get; init; }

    /// <summary><c>complete</c>.</summary>
    public string? RepresentationType { get; init; }

    public string? Version { get; init; }
    public string? FirstCreated { get; init; }
    public string? VersionCreated { get; init; }
    public string? PubStatus { get; init; }
    public int? Urgency { get; init; }
    public string? EdNote { get; init; }
    public string? Language { get; init; }
    public string? Headline { get; init; }
    [JsonPropertyName("description_summary")] public string? Summary { get; init; }
    [JsonPropertyName("description_dateline")] public string? Dateline { get; init; }
    [JsonPropertyName("description_alt")] public string? Alt { get; init; }
    [JsonPropertyName("body_html")] public string? Html { get; init; }
    [JsonPropertyName("body_text")] public string? Text { get; init; }
    public string? Byline { get; init; }
    public string? Slugline { get; init; }
    public IReadOnlyList<Ninjs1Concept>? Subject { get; init; }
    public IReadOnlyList<Ninjs1Concept>? Genre { get; init; }
    public IReadOnlyList<NinjsInfoSource>? InfoSource { get; init; }
    public IReadOnlyDictionary<string, Ninjs1Rendition>? Renditions { get; init; }
    public IReadOnlyDictionary<string, Ninjs1Document>? Associations { get; init; }
    [JsonPropertyName("$standard")] public NinjsStandard? Standard { get; init; }

    public static Ninjs1Document Of(NinjsDocument item) => new()
    {
        Uri = item.Uri,
        Type = item.Type,
        RepresentationType = item.RepresentationType is null ? null : "complete",
        Version = item.Version,
        FirstCreated = item.FirstCreated,
        VersionCreated = item.VersionCreated,
        PubStatus = item.PubStatus,
        Urgency = item.Urgency,
        EdNote = item.EdNote,
        Language = item.Language,
        Headline = Find(item.Headlines, "main"),
        Summary = Find(item.Descriptions, "summary"),
        Dateline = Find(item.Descriptions, "dateline"),
        Html = Find(item.Bodies, "main"),
        Byline = item.By,
        Slugline = item.Slugline,
        Subject = item.Subjects?.Select(subject => new Ninjs1Concept(subject.Name, subject.Rel, subject.Uri[..subject.Uri.LastIndexOf('/')], subject.Literal)).ToArray(),
        Genre = item.Genres?.Select(genre => new Ninjs1Concept(genre.Name, null, null, genre.Literal)).ToArray(),
        InfoSource = item.InfoSources,
        Renditions = Of(item.Renditions),
        Associations = item.Associations?.ToDictionary(association => association.Name, Of),
        Standard = item.Standard,
    };

    private static Ninjs1Document Of(NinjsAssociation association) => new()
    {
        Uri = association.Uri,
        Type = association.Type,
        VersionCreated = association.VersionCreated,
        Language = association.Language,
        Alt = Find(association.Descriptions, "alt"),
        Text = Find(association.Bodies, "correction"),
        Byline = association.By,
        Renditions = Of(association.Renditions),
    };

    private static Dictionary<string, Ninjs1Rendition>? Of(IReadOnlyList<NinjsRendition>? renditions) =>
        renditions?.ToDictionary(file => file.Name, file => new Ninjs1Rendition(file.Href, file.ContentType, file.Height, file.Width));

    private static string? Find(IReadOnlyList<NinjsText>? texts, string role) => texts?.FirstOrDefault(text => text.Role == role)?.Value;
}

internal sealed record Ninjs1Concept(string Name, string? Rel, string? Scheme, string Code);

internal sealed record Ninjs1Rendition(string Href, string? MimeType, int? Height, int? Width);
