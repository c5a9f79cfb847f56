using NewsHub.Wire;

namespace NewsHub.Articles.Lifecycle;

/// <summary>What came of an order.</summary>
[GenerateSerializer, Immutable, Alias("articles.outcome")]
public abstract record CommandOutcome
{
    private CommandOutcome() { }

    /// <summary>Carried out and durable.</summary>
    [GenerateSerializer, Immutable, Alias("articles.done")]
    public sealed record Done([property: Id(0)] Receipt Receipt) : CommandOutcome;

    /// <summary>Carried out before, under the same command id; nothing happened now.</summary>
    [GenerateSerializer, Immutable, Alias("articles.repeated")]
    public sealed record Repeated([property: Id(0)] Receipt Receipt) : CommandOutcome;

    /// <summary>Not carried out; nothing changed.</summary>
    [GenerateSerializer, Immutable, Alias("articles.refused")]
    public sealed record Refused([property: Id(0)] RejectionReason Why, [property: Id(1)] string Reason) : CommandOutcome;
}

/// <summary>Why an order is not carried out.</summary>
[GenerateSerializer, Alias("articles.refusal")]
public enum RejectionReason
{
    /// <summary>No such article.</summary>
    Unknown,

    /// <summary>The article was killed.</summary>
    Gone,

    /// <summary>It is another newsroom's.</summary>
    Forbidden,

    /// <summary>The article exists, though it should not.</summary>
    Exists,

    /// <summary>It has changed since the newsroom last saw it.</summary>
    Stale,

    /// <summary>Its status does not allow the order.</summary>
    Unfit,

    /// <summary>The article lacks what the order needs.</summary>
    Incomplete,

    /// <summary>The command id was used for something else.</summary>
    OtherCommand,
}
