namespace NewsHub.Wire;

/// <summary>
/// One command's whole effect, stored in one transaction or not at all: the article's document (only if its version is still
/// <see cref="ExpectedVersion"/>), the entry under the next sequence, the command's id, the time the article wants to be woken.
/// </summary>
public sealed record Commit
{
    public required string ArticleId { get; init; }

    /// <summary>The version this change was decided on; 0: the article must not exist yet.</summary>
    public required int ExpectedVersion { get; init; }

    /// <summary>The article as it is from now on, in the words of its owner; its version is <see cref="ExpectedVersion"/> + 1.</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>The owner's word for the article's state, repeated in the receipt.</summary>
    public required string Status { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What readers are told; null: nothing.</summary>
    public EntryDraft? Entry { get; init; }

    /// <summary>
    /// The topics under which the article is listed from now on, as the entry shows it; empty: it is not public.
    /// </summary>
    public IReadOnlyList<string> ListedUnder { get; init; } = [];

    /// <summary>When the article's owner has to act next (release, alert expiry); null: never.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The command that caused this; a second commit with the same id stores nothing and answers with the first receipt.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>The article's earlier entries up to this version are replaced by tombstones; 0: none.</summary>
    public int EraseEntriesUpTo { get; init; }

    /// <summary>The article's versions up to this one are deleted; 0: none.</summary>
    public int EraseVersionsUpTo { get; init; }

    /// <summary>Erases all that was.</summary>
    public const int Everything = int.MaxValue;

    /// <summary>True when something stored is overwritten for good.</summary>
    public bool Erases => EraseEntriesUpTo > 0 || EraseVersionsUpTo > 0;
}

/// <summary>An entry that has no place on the wire yet.</summary>
public sealed record EntryDraft(EntryKind Kind, DateTimeOffset At, IReadOnlyList<string> Topics, WireArticle Article);

/// <summary>
/// A command that may be repeated: its id, unique to the newsroom that sent it, and a fingerprint of what it asked for, so that a
/// second use of the id for something else is noticed.
/// </summary>
[GenerateSerializer, Immutable, Alias("wire.command")]
public sealed record IdempotencyKey([property: Id(0)] string Id, [property: Id(1)] string Fingerprint);

/// <summary>How a commit ended.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome() { }

    /// <summary>Stored and durable.</summary>
    public sealed record Committed(Receipt Receipt) : CommitOutcome;

    /// <summary>The command was carried out before; nothing was stored.</summary>
    public sealed record Repeated(PriorCommand Prior) : CommitOutcome;

    /// <summary>Somebody else changed the article first; nothing was stored.</summary>
    public sealed record Conflict(int CurrentVersion) : CommitOutcome;
}

/// <summary>A command that was carried out, with what it asked for and what it got.</summary>
public sealed record PriorCommand(IdempotencyKey IdempotencyKey, Receipt Receipt);
