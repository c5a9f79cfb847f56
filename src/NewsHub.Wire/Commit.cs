namespace NewsHub.Wire;

/// <summary>
/// The whole effect of one command, stored in one transaction: the subject's document (only if its version is still
/// <see cref="ExpectedVersion"/>), an entry under the next sequence, the command's id and the subject's next due time.
/// </summary>
public sealed record Commit
{
    public required Subject Subject { get; init; }

    /// <summary>The version that this change is based on; 0 if the subject must not exist yet.</summary>
    public required int ExpectedVersion { get; init; }

    /// <summary>The subject's new content, in the owner's format. Its version is <see cref="ExpectedVersion"/> + 1.</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>The subject's status as named by its owner, repeated in the receipt.</summary>
    public required string Status { get; init; }

    /// <summary>When the change was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The entry to append to the wire; null if readers see no change.</summary>
    public EntryDraft? Entry { get; init; }

    /// <summary>The topics under which the subject is listed after this commit, as the entry shows it. Empty if it is not public.</summary>
    public IReadOnlyList<string> ListedUnder { get; init; } = [];

    /// <summary>
    /// The date that places the subject in lists when it is listed for the first time. Null for the place before all others: the date of the entry, or
    /// that of the newest listed subject if a clock was ahead.
    /// </summary>
    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>
    /// Where a listed part is placed from now on, a value of <see cref="Places"/>; null leaves it where it is, or at the place of the entry that publishes
    /// it. A commit that moves a part does not change its topics.
    /// </summary>
    public long? MovedTo { get; init; }

    /// <summary>
    /// When the subject's owner has to act next (release, alert expiry); null if never. A part is due only while its parent is listed under
    /// <see cref="Open"/>.
    /// </summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The command that caused this commit. A second commit with the same id stores nothing and returns the first receipt.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>
    /// The subject's earlier entries up to this version are replaced by tombstones; 0 for none. <see cref="Everything"/> includes the entries of
    /// its parts.
    /// </summary>
    public int EraseEntriesUpTo { get; init; }

    /// <summary>
    /// The subject's versions up to this one are deleted; 0 for none. <see cref="Everything"/> deletes its parts, too, and it can get no new ones.
    /// </summary>
    public int EraseVersionsUpTo { get; init; }

    /// <summary>
    /// True when the commit removes the subject with everything that belongs to it, so that its id can be used again. Only for a subject that was never
    /// on the wire.
    /// </summary>
    public bool Deletes { get; init; }

    /// <summary>The list under which an article is found while its parts may be due. Nobody subscribes to it.</summary>
    public static string Open(string id) => $"open/{id}";

    /// <summary>Erases all earlier entries or versions.</summary>
    public const int Everything = int.MaxValue;

    /// <summary>True when the commit irrevocably overwrites or deletes stored content.</summary>
    public bool Erases => EraseEntriesUpTo > 0 || EraseVersionsUpTo > 0;

    /// <summary>True when the commit erases parts that other commits may be about to add.</summary>
    public bool ErasesParts => EraseEntriesUpTo == Everything && Subject.Parent is null;
}

/// <summary>An entry without a sequence.</summary>
/// <param name="Article">The article after the change. For a part only its id, version and URL are stored: readers get the card of that time.</param>
/// <param name="Post">The post after the change, without a position if this commit publishes it; null for an article.</param>
public sealed record EntryDraft(EntryKind Kind, DateTimeOffset At, IReadOnlyList<string> Topics, WireArticle Article, WirePost? Post = null);

/// <summary>
/// Identifies a command that may be repeated: an id, unique within the newsroom that sent it, and a fingerprint of the request, which detects
/// reuse of the id for another request.
/// </summary>
[GenerateSerializer, Immutable, Alias("wire.command")]
public sealed record IdempotencyKey([property: Id(0)] string Id, [property: Id(1)] string Fingerprint);

/// <summary>The outcome of a commit.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome() { }

    /// <summary>Stored and durable.</summary>
    public sealed record Committed(Receipt Receipt) : CommitOutcome;

    /// <summary>The command had already been carried out; nothing was stored.</summary>
    public sealed record Repeated(PriorCommand Prior) : CommitOutcome;

    /// <summary>The subject is no longer at the expected version; nothing was stored.</summary>
    public sealed record Conflict(int CurrentVersion) : CommitOutcome;

    /// <summary>
    /// The subject's parent does not exist, was erased, or is not listed, so that no entry of its parts may follow; nothing was stored.
    /// </summary>
    public sealed record ParentGone : CommitOutcome;
}

/// <summary>A command that was carried out, with its fingerprint and its receipt.</summary>
public sealed record PriorCommand(IdempotencyKey IdempotencyKey, Receipt Receipt);
