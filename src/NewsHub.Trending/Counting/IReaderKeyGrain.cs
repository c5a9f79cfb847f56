namespace NewsHub.Trending.Counting;

/// <summary>Stores the keys with which readers are hashed, generated on first use. A single grain with key 0.</summary>
[Alias("trending.reader-key")]
internal interface IReaderKeyGrain : IGrainWithIntegerKey
{
    /// <summary>The lasting key, which is never replaced.</summary>
    [Alias("get")]
    Task<byte[]> Get();

    /// <summary>The keys of the current day.</summary>
    [Alias("today")]
    Task<ReaderKeys> Today();
}

/// <summary>The keys with which readers are hashed.</summary>
/// <param name="Lasting">For reactions, which must be recognized until they are withdrawn, and for the signature of the reader's cookie.</param>
/// <param name="Today">For counting: random and replaced at midnight (UTC), so that reads of different days cannot be linked.</param>
/// <param name="Until">The next midnight, UTC.</param>
/// <param name="Since">When the lasting key was generated; no reader is known for longer.</param>
[GenerateSerializer, Immutable, Alias("trending.reader-keys")]
internal sealed record ReaderKeys(
    [property: Id(0)] byte[] Lasting, [property: Id(1)] byte[] Today, [property: Id(2)] DateTimeOffset Until, [property: Id(3)] DateTimeOffset Since);

/// <summary>The stored form of the keys.</summary>
[GenerateSerializer, Alias("trending.reader-key-state")]
public sealed record ReaderKeyState
{
    [Id(0)] public byte[] Key { get; set; } = [];
    [Id(1)] public DateTimeOffset? Since { get; set; }
    [Id(2)] public DateOnly? Day { get; set; }
    [Id(3)] public byte[]? DayKey { get; set; }
}
