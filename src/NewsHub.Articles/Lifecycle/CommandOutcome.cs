using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>The outcome of a command.</summary>
[GenerateSerializer, Immutable, Alias("articles.outcome")]
public abstract record CommandOutcome
{
    private CommandOutcome() { }

    /// <summary>The command was executed and its effect is stored.</summary>
    [GenerateSerializer, Immutable, Alias("articles.done")]
    public sealed record Done([property: Id(0)] Receipt Receipt) : CommandOutcome;

    /// <summary>The same command was executed earlier under its idempotency key. Nothing changed.</summary>
    [GenerateSerializer, Immutable, Alias("articles.repeated")]
    public sealed record Repeated([property: Id(0)] Receipt Receipt) : CommandOutcome;

    /// <summary>The command was not executed. Nothing changed.</summary>
    [GenerateSerializer, Immutable, Alias("articles.refused")]
    public sealed record Refused([property: Id(0)] RejectionReason Reason, [property: Id(1)] string Detail) : CommandOutcome;
}

/// <summary>Why a command is not executed.</summary>
[GenerateSerializer, Alias("articles.refusal")]
public enum RejectionReason
{
    /// <summary>The article does not exist.</summary>
    NotFound,

    /// <summary>The article was killed.</summary>
    Gone,

    /// <summary>The actor has no right to do this: the article belongs to another newsroom, or was withheld by an editor.</summary>
    Forbidden,

    /// <summary>The article to create already exists.</summary>
    Exists,

    /// <summary>The article's version is not the expected one.</summary>
    Stale,

    /// <summary>The article's status or a limit does not allow the command.</summary>
    InvalidState,

    /// <summary>A required value is missing or not allowed.</summary>
    Incomplete,

    /// <summary>The idempotency key was used for a different command.</summary>
    KeyReused,
}
