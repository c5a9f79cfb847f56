namespace NewsHub.Trending.Fairness;

/// <summary>Adds up where the counted readers of all hubs came from. A single grain with key 0.</summary>
[Alias("trending.usual-readers-grain")]
internal interface IUsualReadersGrain : IGrainWithIntegerKey
{
    /// <summary>Adds what one process has counted since its last call and returns the sums.</summary>
    [Alias("add")]
    Task<UsualReaders> Add(UsualReaders counted);
}

/// <summary>The stored form of the sums.</summary>
[GenerateSerializer, Alias("trending.usual-readers-state")]
public sealed record UsualReadersState
{
    [Id(0)] public UsualReaders Usual { get; set; } = UsualReaders.None;
}
