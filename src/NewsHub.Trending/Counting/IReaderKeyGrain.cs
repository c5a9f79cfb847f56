namespace NewsHub.Trending.Counting;

/// <summary>Keeps the secrets with which readers are hashed, made on first use. One grain, key 0.</summary>
[Alias("trending.reader-key")]
public interface IReaderKeyGrain : IGrainWithIntegerKey
{
    /// <summary>The secret that lasts for the hub's life.</summary>
    [Alias("get")]
    Task<byte[]> Get();

    /// <summary>The secrets of today.</summary>
    [Alias("today")]
    Task<ReaderKeys> Today();
}

/// <summary>The secrets with which readers are hashed.</summary>
/// <param name="Lasting">For reactions, as long as they can be taken back, and for the seal of the reader's cookie.</param>
/// <param name="Today">For counting: random, and forgotten tomorrow, so that nobody can follow a reader from one day to the next.</param>
/// <param name="Until">When today ends, in UTC.</param>
/// <param name="Since">When the first reader came: nobody is known for longer.</param>
[GenerateSerializer, Immutable, Alias("trending.reader-keys")]
public sealed record ReaderKeys(
    [property: Id(0)] byte[] Lasting, [property: Id(1)] byte[] Today, [property: Id(2)] DateTimeOffset Until, [property: Id(3)] DateTimeOffset Since);

/// <summary>The secrets as they are stored.</summary>
[GenerateSerializer, Alias("trending.reader-key-state")]
public sealed record ReaderKeyState
{
    [Id(0)] public byte[] Key { get; set; } = [];
    [Id(1)] public DateTimeOffset? Since { get; set; }
    [Id(2)] public DateOnly? Day { get; set; }
    [Id(3)] public byte[]? DayKey { get; set; }
}
