using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>A command of a newsroom for one post.</summary>
[GenerateSerializer, Immutable, Alias("articles.postCommand")]
public abstract record PostCommand
{
    /// <summary>The newsroom that sends the command.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>The version the post must have (<c>If-Match</c>); null matches any.</summary>
    [Id(1)] public int? IfVersion { get; init; }

    /// <summary>Identifies the command, so that a retry has no further effect; null when it is not retried.</summary>
    [Id(2)] public IdempotencyKey? IdempotencyKey { get; init; }
}

/// <summary>Creates the post, which must not exist.</summary>
[GenerateSerializer, Immutable, Alias("articles.createPost")]
internal sealed record CreatePost([property: Id(0)] PostDraft Draft) : PostCommand;

/// <summary>Replaces the content. A public post stays public.</summary>
[GenerateSerializer, Immutable, Alias("articles.replacePost")]
internal sealed record ReplacePost([property: Id(0)] PostDraft Draft) : PostCommand;

/// <summary>Publishes a draft or a scheduled post now.</summary>
[GenerateSerializer, Immutable, Alias("articles.publishPost")]
internal sealed record PublishPost : PostCommand;

/// <summary>Corrects a public post with a note for readers.</summary>
/// <param name="Draft">The complete corrected post; null adds only the note.</param>
[GenerateSerializer, Immutable, Alias("articles.correctPost")]
internal sealed record CorrectPost([property: Id(0)] string Note, [property: Id(1)] PostDraft? Draft) : PostCommand;

/// <summary>Withdraws a post that stays readable.</summary>
/// <param name="Reason">Plain text for readers.</param>
[GenerateSerializer, Immutable, Alias("articles.strikePost")]
internal sealed record StrikePost([property: Id(0)] string Reason) : PostCommand;

/// <summary>Ends the withdrawal of a struck post.</summary>
[GenerateSerializer, Immutable, Alias("articles.unstrikePost")]
internal sealed record UnstrikePost : PostCommand;

/// <summary>Marks a post as a key event, or no longer.</summary>
[GenerateSerializer, Immutable, Alias("articles.markPost")]
internal sealed record MarkPost([property: Id(0)] bool Key) : PostCommand;

/// <summary>Places a public post elsewhere among the others.</summary>
/// <param name="Place">A value of <see cref="Places"/>.</param>
[GenerateSerializer, Immutable, Alias("articles.movePost")]
internal sealed record MovePost([property: Id(0)] long Place) : PostCommand;

/// <summary>Withdraws a post and erases it.</summary>
[GenerateSerializer, Immutable, Alias("articles.removePost")]
internal sealed record RemovePost : PostCommand;
