namespace NewsHub.Wire;

/// <summary>
/// What a newsroom holds in its hand after a command: the article's version and status, and where on the wire readers learn of it
/// (absent where they do not, as for a draft). It was durable before it was handed out.
/// </summary>
[GenerateSerializer, Immutable, Alias("wire.receipt")]
public sealed record Receipt(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] string Status,
    [property: Id(3)] Cursor? Cursor);
