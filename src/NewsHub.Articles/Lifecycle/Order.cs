using NewsHub.Articles.Drafts;
using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>What a newsroom wants done with an article.</summary>
[GenerateSerializer, Immutable, Alias("articles.order")]
public abstract record Order
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Desk Desk { get; init; }

    /// <summary>The version the newsroom last saw (<c>If-Match</c>); null: it does not matter.</summary>
    [Id(1)] public int? IfVersion { get; init; }

    /// <summary>Identifies the order, so that repeating it is harmless; null: it is not repeated.</summary>
    [Id(2)] public Command? Command { get; init; }
}

/// <summary>The newsroom behind an order.</summary>
/// <param name="MayEditOthers">Whether it may touch articles of other newsrooms.</param>
[GenerateSerializer, Immutable, Alias("articles.desk")]
public sealed record Desk([property: Id(0)] string Newsroom, [property: Id(1)] bool MayEditOthers);

/// <summary>Creates the article; it must not exist.</summary>
[GenerateSerializer, Immutable, Alias("articles.create")]
public sealed record Create([property: Id(0)] Draft Draft) : Order;

/// <summary>Puts another text in its place; what is public stays public.</summary>
[GenerateSerializer, Immutable, Alias("articles.replace")]
public sealed record Replace([property: Id(0)] Draft Draft) : Order;

/// <summary>Makes it public now, or again after it was withheld.</summary>
[GenerateSerializer, Immutable, Alias("articles.publish")]
public sealed record Publish : Order;

/// <summary>Mends what is public, with a note that tells readers what was wrong.</summary>
/// <param name="Draft">The whole mended article; null: only the note is added.</param>
[GenerateSerializer, Immutable, Alias("articles.correct")]
public sealed record Correct([property: Id(0)] string Note, [property: Id(1)] Draft? Draft) : Order;

/// <summary>Takes it back for now.</summary>
[GenerateSerializer, Immutable, Alias("articles.withhold")]
public sealed record Withhold : Order;

/// <summary>Takes it back for good and erases it.</summary>
[GenerateSerializer, Immutable, Alias("articles.kill")]
public sealed record Kill([property: Id(0)] string Reason) : Order;

/// <summary>Raises, changes or clears (null) the alert of a public article.</summary>
[GenerateSerializer, Immutable, Alias("articles.alert")]
public sealed record Alert([property: Id(0)] AlertLevel? Level, [property: Id(1)] int? Minutes) : Order;
