namespace NewsHub.Syndication.Ninjs;

/// <summary>
/// An article as ninjs 3.1 has it, the JSON of the IPTC for a news item. Version 2.2 has the same properties in lower case, 1.6 is
/// <see cref="Ninjs1Document"/>. An article that is not public has only its identity, its <see cref="PubStatus"/> and the newsroom's notice.
/// </summary>
internal sealed record NinjsDocument
{
    /// <summary>The permanent id of the article, as in the feeds.</summary>
    public required string Uri { get; init; }

    /// <summary>Always <c>text</c>.</summary>
    public string Type { get; init; } = "text";

    /// <summary><c>full</c>, absent when the article is not public.</summary>
    public string? RepresentationType { get; init; }

    /// <summary>The number of the version.</summary>
    public required string Version { get; init; }

    /// <summary>When the article was first published.</summary>
    public required string FirstCreated { get; init; }

    /// <summary>When this version was created; when the article was withdrawn, for one that is not public.</summary>
    public required string VersionCreated { get; init; }

    /// <summary><c>usable</c>, <c>withheld</c>, or <c>canceled</c> for an article that was killed.</summary>
    public required string PubStatus { get; init; }

    /// <summary>From 1 (most urgent) to 9.</summary>
    public int? Urgency { get; init; }

    /// <summary>A notice of the newsroom about an article that is withheld.</summary>
    public string? EdNote { get; init; }

    /// <summary>A BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>With the role <c>main</c>.</summary>
    public IReadOnlyList<NinjsText>? Headlines { get; init; }

    /// <summary>With the roles <c>summary</c> and <c>dateline</c>.</summary>
    public IReadOnlyList<NinjsText>? Descriptions { get; init; }

    /// <summary>The story as HTML with absolute addresses, with the role <c>main</c>.</summary>
    public IReadOnlyList<NinjsText>? Bodies { get; init; }

    /// <summary>The byline.</summary>
    public string? By { get; init; }

    /// <summary>The last part of the address of the article's page.</summary>
    public string? Slugline { get; init; }

    /// <summary>The section and the tags.</summary>
    public IReadOnlyList<NinjsSubject>? Subjects { get; init; }

    /// <summary>The level of an alert while it is raised, and <c>archive</c> for an article from an archive.</summary>
    public IReadOnlyList<NinjsGenre>? Genres { get; init; }

    /// <summary>The source.</summary>
    public IReadOnlyList<NinjsInfoSource>? InfoSources { get; init; }

    /// <summary>The article's page, with the name <c>web</c>.</summary>
    public IReadOnlyList<NinjsRendition>? Renditions { get; init; }

    /// <summary>The picture and the corrections, the oldest first.</summary>
    public IReadOnlyList<NinjsAssociation>? Associations { get; init; }

    public required NinjsStandard Standard { get; init; }
}

/// <summary>A text with its role and its media type.</summary>
internal sealed record NinjsText(string Role, string ContentType, string Value);

/// <param name="Rel"><c>section</c> or <c>tag</c>.</param>
/// <param name="Uri">The page of the section or tag.</param>
/// <param name="Literal">The slug.</param>
internal sealed record NinjsSubject(string Name, string Rel, string Uri, string Literal);

internal sealed record NinjsGenre(string Name, string Literal);

internal sealed record NinjsInfoSource(string Name, IReadOnlyList<NinjsContact>? ContactInfo);

/// <param name="Type"><c>web</c>.</param>
/// <param name="Value">The address.</param>
internal sealed record NinjsContact(string Type, string Value);

/// <summary>A file, with its size in pixels if it is known.</summary>
internal sealed record NinjsRendition(string Name, string Href, string? ContentType, int? Width = null, int? Height = null);

/// <summary>A news item that belongs to an article: its picture, or a correction.</summary>
internal sealed record NinjsAssociation
{
    /// <summary><c>picture</c>, <c>correction_1</c>, <c>correction_2</c> and so on.</summary>
    public required string Name { get; init; }

    /// <summary><c>picture</c> or <c>correction</c>; only in version 3.1.</summary>
    public string? Rel { get; init; }

    /// <summary>The id of the article, and what this is in it.</summary>
    public required string Uri { get; init; }

    /// <summary><c>picture</c> or <c>text</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When the correction was published.</summary>
    public string? VersionCreated { get; init; }

    public string? Language { get; init; }

    /// <summary>The alternative text of a picture, with the role <c>alt</c>.</summary>
    public IReadOnlyList<NinjsText>? Descriptions { get; init; }

    /// <summary>What was corrected, with the role <c>correction</c>.</summary>
    public IReadOnlyList<NinjsText>? Bodies { get; init; }

    /// <summary>The credit of a picture.</summary>
    public string? By { get; init; }

    public IReadOnlyList<NinjsRendition>? Renditions { get; init; }
}

/// <summary>The standard that the document follows.</summary>
internal sealed record NinjsStandard(string Name, string Version, string Schema);
