namespace NewsHub.Trending.Counting;

/// <summary>Stores the reactions of readers to articles: at most one of each kind per reader and article.</summary>
internal interface IReactionStore
{
    /// <summary>
    /// Adds a reaction unless the reader has given it or its origin has reached a limit; completes when it is durable. The calls for one article
    /// must not overlap.
    /// </summary>
    Task<ReactionChange> Add(StoredReaction reaction, ReactionLimits limits);

    /// <summary>Removes a reaction; completes when the change is durable.</summary>
    Task<ReactionChange> Remove(StoredReaction reaction);

    /// <summary>Number of readers per kind of reaction; kinds without reactions are omitted.</summary>
    Task<IReadOnlyDictionary<string, long>> Count(string articleId);

    /// <summary>Returns the ids of articles that have reactions from before hashes differed between articles, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<string>> FindArticlesToConvert(int limit);

    /// <summary>
    /// Replaces readers' hashes from before hashes differed between articles, at most <paramref name="limit"/>, by what <paramref name="hash"/>
    /// returns for them. Returns the number of replaced hashes; below the limit none is left.
    /// </summary>
    Task<int> Convert(string articleId, Func<ulong, ulong> hash, int limit);
}
