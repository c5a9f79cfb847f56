using NewsHub.Articles.Drafts;
using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>A command of a newsroom for one article.</summary>
[GenerateSerializer, Immutable, Alias("articles.order")]
public abstract record ArticleCommand
{
    /// <summary>The newsroom that sends the command.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>The version the article must have (<c>If-Match</c>); null matches any.</summary>
    [Id(1)] public int? IfVersion { get; init; }

    /// <summary>Identifies the command, so that a retry has no further effect; null when it is not retried.</summary>
    [Id(2)] public IdempotencyKey? IdempotencyKey { get; init; }
}

/// <summary>The sender of a command.</summary>
/// <param name="MayEditOthers">True for the scope <c>edit</c>: the actor may change articles of other newsrooms.</param>
/// <param name="Key">The id of the key that authenticated the command.</param>
[GenerateSerializer, Immutable, Alias("articles.desk")]
public sealed record Actor([property: Id(0)] string Newsroom, [property: Id(1)] bool MayEditOthers, [property: Id(2)] string? Key = null);

/// <summary>Creates the article, which must not exist.</summary>
[GenerateSerializer, Immutable, Alias("articles.create")]
public sealed record Create([property: Id(0)] Draft Draft) : ArticleCommand;

/// <summary>Replaces the content. A public article stays public.</summary>
[GenerateSerializer, Immutable, Alias("articles.replace")]
public sealed record Replace([property: Id(0)] Draft Draft) : ArticleCommand;

/// <summary>Publishes the article, or publishes it again after it was withheld. An embargo still holds it.</summary>
/// <param name="At">
/// When to publish. Null publishes now, whatever was planned; a withheld article that still has a time to come goes back to waiting for it.
/// </param>
[GenerateSerializer, Immutable, Alias("articles.publish")]
public sealed record Publish([property: Id(0)] DateTimeOffset? At = null) : ArticleCommand;

/// <summary>Corrects a public article with a note for readers.</summary>
/// <param name="Draft">The complete corrected article; null adds only the note.</param>
[GenerateSerializer, Immutable, Alias("articles.correct")]
internal sealed record Correct([property: Id(0)] string Note, [property: Id(1)] Draft? Draft) : ArticleCommand;

/// <summary>Withdraws the article until it is published again, and erases its entries on the wire.</summary>
/// <param name="Notice">Text that readers see in place of the article; null for none.</param>
[GenerateSerializer, Immutable, Alias("articles.withhold")]
internal sealed record Withhold([property: Id(0)] string Reason, [property: Id(1)] string? Notice = null) : ArticleCommand;

/// <summary>Withdraws the article permanently and erases it.</summary>
[GenerateSerializer, Immutable, Alias("articles.kill")]
internal sealed record Kill([property: Id(0)] string Reason) : ArticleCommand;

/// <summary>Removes an article that was never public, so that its id can be used again.</summary>
[GenerateSerializer, Immutable, Alias("articles.delete")]
public sealed record Delete : ArticleCommand;

/// <summary>Erases earlier versions of an article. Its current content does not change.</summary>
/// <param name="UpToVersion">The last version to erase; must be less than the current version.</param>
/// <param name="Note">A public note, listed among the corrections; null for none.</param>
[GenerateSerializer, Immutable, Alias("articles.redact")]
internal sealed record Redact([property: Id(0)] string Reason, [property: Id(1)] int UpToVersion, [property: Id(2)] string? Note = null) : ArticleCommand;

/// <summary>Raises, changes or clears (null) the alert of a public article.</summary>
[GenerateSerializer, Immutable, Alias("articles.alert")]
public sealed record Alert([property: Id(0)] AlertLevel? Level, [property: Id(1)] int? Minutes) : ArticleCommand;

/// <summary>Changes the state of the article's live blog.</summary>
[GenerateSerializer, Immutable, Alias("articles.coverage")]
internal sealed record ChangeCoverage([property: Id(0)] CoverageAction Action) : ArticleCommand;

/// <summary>What happens to a live blog.</summary>
[GenerateSerializer, Alias("articles.coverageAction")]
internal enum CoverageAction
{
    Start,
    Pause,
    End,
    Reopen,
}

/// <summary>Shows a post of the live blog above all others.</summary>
/// <param name="Post">The post's id; null for none.</param>
[GenerateSerializer, Immutable, Alias("articles.pin")]
internal sealed record Pin([property: Id(0)] string? Post) : ArticleCommand;
