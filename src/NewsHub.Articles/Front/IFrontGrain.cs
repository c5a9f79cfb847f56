using Orleans.Concurrency;

namespace NewsHub.Articles.Front;

/// <summary>Stores what editors place on the front page. One grain with key 0.</summary>
[Alias("articles.front")]
public interface IFrontGrain : IGrainWithIntegerKey
{
    [AlwaysInterleave, Alias("get")]
    Task<FrontPins> Get();

    /// <summary>Replaces what is placed.</summary>
    [Alias("place")]
    Task Place(FrontPins pins);

    /// <summary>Takes articles off the front page, because they were withdrawn.</summary>
    [Alias("drop")]
    Task Drop(IReadOnlyList<string> ids);
}
