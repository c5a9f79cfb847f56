namespace NewsHub.Trending.Counting;

/// <summary>Which reader gave which reaction to which article: at most one of each kind, and it can be taken back.</summary>
public interface IReactionStore
{
    /// <summary>Sets or takes back a reaction; completes when that would survive a power cut. Whether it changed anything.</summary>
    Task<bool> Set(string articleId, ulong reader, string kind, bool on);

    /// <summary>How many readers gave each reaction; kinds that nobody gave are left out.</summary>
    Task<IReadOnlyDictionary<string, long>> Count(string articleId);
}
