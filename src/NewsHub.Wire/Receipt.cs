namespace NewsHub.Wire;

/// <summary>
/// The result of a command: the article's version and status, and the cursor of its entry (null if there is none, as for a draft). The
/// command's effect is durable before the receipt is returned.
/// </summary>
[GenerateSerializer, Immutable, Alias("wire.receipt")]
public sealed record Receipt(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] string Status,
    [property: Id(3)] Cursor? Cursor)
{
    /// <summary>What the hub left out of what was sent, in words; absent when nothing. Not stored: a repeated command determines it anew.</summary>
    [Id(4)] public IReadOnlyList<string>? Warnings { get; init; }
}
