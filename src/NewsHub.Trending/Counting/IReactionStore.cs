namespace NewsHub.Trending.Counting;

/// <summary>Stores the reactions of readers to articles: at most one of each kind per reader and article.</summary>
internal interface IReactionStore
{
    /// <summary>Sets or withdraws a reaction; completes when the change is durable. Returns true when it changed anything.</summary>
    Task<bool> Set(string articleId, ulong reader, string kind, bool on);

    /// <summary>Number of readers per kind of reaction; kinds without reactions are omitted.</summary>
    Task<IReadOnlyDictionary<string, long>> Count(string articleId);
}
