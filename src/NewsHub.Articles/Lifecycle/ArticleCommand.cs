using NewsHub.Articles.Drafts;
using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>What a newsroom wants done with an article.</summary>
[GenerateSerializer, Immutable, Alias("articles.order")]
public abstract record ArticleCommand
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>The version the newsroom last saw (<c>If-Match</c>); null: it does not matter.</summary>
    [Id(1)] public int? IfVersion { get; init; }

    /// <summary>Identifies the order, so that repeating it is harmless; null: it is not repeated.</summary>
    [Id(2)] public IdempotencyKey? IdempotencyKey { get; init; }
}

/// <summary>The newsroom behind an order.</summary>
/// <param name="MayEditOthers">Whether it may touch articles of other newsrooms: the scope <c>edit</c>.</param>
/// <param name="Key">The id of the key that it showed.</param>
[GenerateSerializer, Immutable, Alias("articles.desk")]
public sealed record Actor([property: Id(0)] string Newsroom, [property: Id(1)] bool MayEditOthers, [property: Id(2)] string? Key = null);

/// <summary>Creates the article; it must not exist.</summary>
[GenerateSerializer, Immutable, Alias("articles.create")]
public sealed record Create([property: Id(0)] Draft Draft) : ArticleCommand;

/// <summary>Puts another text in its place; what is public stays public.</summary>
[GenerateSerializer, Immutable, Alias("articles.replace")]
public sealed record Replace([property: Id(0)] Draft Draft) : ArticleCommand;

/// <summary>Makes it public now, or again after it was withheld.</summary>
[GenerateSerializer, Immutable, Alias("articles.publish")]
public sealed record Publish : ArticleCommand;

/// <summary>Mends what is public, with a note that tells readers what was wrong.</summary>
/// <param name="Draft">The whole mended article; null: only the note is added.</param>
[GenerateSerializer, Immutable, Alias("articles.correct")]
public sealed record Correct([property: Id(0)] string Note, [property: Id(1)] Draft? Draft) : ArticleCommand;

/// <summary>Takes it back for now, and erases what the wire said of it.</summary>
/// <param name="Notice">What readers are told in its place; null: nothing.</param>
[GenerateSerializer, Immutable, Alias("articles.withhold")]
public sealed record Withhold([property: Id(0)] string Reason, [property: Id(1)] string? Notice = null) : ArticleCommand;

/// <summary>Takes it back for good and erases it.</summary>
[GenerateSerializer, Immutable, Alias("articles.kill")]
public sealed record Kill([property: Id(0)] string Reason) : ArticleCommand;

/// <summary>Erases earlier versions of an article that stays as it is.</summary>
/// <param name="UpToVersion">The last version to erase; before the current one.</param>
/// <param name="Note">A public note, as of a correction; null: none.</param>
[GenerateSerializer, Immutable, Alias("articles.redact")]
public sealed record Redact([property: Id(0)] string Reason, [property: Id(1)] int UpToVersion, [property: Id(2)] string? Note = null) : ArticleCommand;

/// <summary>Raises, changes or clears (null) the alert of a public article.</summary>
[GenerateSerializer, Immutable, Alias("articles.alert")]
public sealed record Alert([property: Id(0)] AlertLevel? Level, [property: Id(1)] int? Minutes) : ArticleCommand;
