namespace NewsHub.Wire;

/// <summary>What a commit changes and an entry reports: an article, or a part of one with a document and versions of its own, such as a post of a live blog.</summary>
/// <param name="Id">Unique among all subjects of the database.</param>
/// <param name="Parent">The article that owns a part; null for an article. A withdrawal of the article erases its parts.</param>
public readonly record struct Subject(string Id, string? Parent = null);

/// <summary>The part of an article that an entry reports, and its version after the change.</summary>
[GenerateSerializer, Immutable, Alias("wire.part")]
public sealed record Part([property: Id(0)] string Id, [property: Id(1)] int Version);
